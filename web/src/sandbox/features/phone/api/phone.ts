import { createClient } from '@shared/api/client';
import type {
  CustomerChange,
  PhoneCustomer,
  PhoneOutcome,
  PhoneState,
  RotationOrder,
  ShownCode,
  WalletFaultRule,
  WalletKind,
  WalletsState,
} from '../../../api/types';

const api = createClient('/sandbox/api');
const of = (customer: number, what = ''): string => `phone/${String(customer)}${what}`;

export const customers = (): Promise<readonly PhoneCustomer[]> => api.get('phone');
export const phoneOf = (customer: number): Promise<PhoneState> => api.get(of(customer));
export const changeCustomer = (customer: number, change: CustomerChange): Promise<PhoneState> =>
  api.post(of(customer), change);
export const showCode = (customer: number, wallet: WalletKind): Promise<ShownCode> =>
  api.post(of(customer, '/code'), { wallet });
export const scan = (customer: number, text: string): Promise<PhoneOutcome> =>
  api.post(of(customer, '/scan'), { text });
export const pay = (customer: number, id: string, password: string): Promise<PhoneOutcome> =>
  api.post(of(customer, '/pay'), { id, password });
export const refuse = (customer: number, id: string): Promise<PhoneOutcome> =>
  api.post(of(customer, '/refuse'), { id });

export const wallets = (): Promise<WalletsState> => api.get('wallets');
export const addWalletFault = (rule: WalletFaultRule): Promise<WalletsState> => api.post('wallets/faults', rule);
export const clearWalletFaults = (): Promise<WalletsState> => api.delete('wallets/faults');
export const rotate = (order: RotationOrder): Promise<WalletsState> => api.post('wallets/rotation', order);
export const switchEarlyBills = (on: boolean): Promise<WalletsState> => api.post('wallets/early-bills', { on });
