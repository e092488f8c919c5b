import { createClient } from '@shared/api/client';
import type { ChipDeskState, PutOrder, RenewOrder, TakeOrder } from '../../../api/types';

const api = createClient('/sandbox/api');

export const lookAtChips = (): Promise<ChipDeskState> => api.get('chips');
export const putChip = (order: PutOrder): Promise<ChipDeskState> => api.post('chips/put', order);
export const takeChip = (order: TakeOrder): Promise<ChipDeskState> => api.post('chips/take', order);
export const renewChip = (order: RenewOrder): Promise<ChipDeskState> => api.post('chips/renew', order);
