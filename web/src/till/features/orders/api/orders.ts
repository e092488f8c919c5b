import { tillApi } from '../../../api/tillApi';
import type {
  OrderRows,
  OrderStory,
  PaperRow,
  RefundRequest,
  ReprintRequest,
  StaffInfo,
  TillView,
} from '../../../api/types';
import { sendCommand, sendViewCommand } from '../../../core/commands';

/** What the query narrows by; what is null or empty narrows nothing. */
export interface OrderFilter {
  readonly number: string;
  readonly fromMs: number | null;
  readonly toMs: number | null;
  readonly minMinor: number | null;
  readonly maxMinor: number | null;
  readonly tender: string | null;
  readonly staffId: string | null;
  readonly product: string;
  readonly kind: string | null;
}

export const findOrders = (filter: OrderFilter, skip: number, take: number): Promise<OrderRows> =>
  tillApi.get('orders', { ...filter, skip, take });
export const orderStory = (id: string): Promise<OrderStory> => tillApi.get(`orders/${id}`);
export const orderReceipt = (id: string): Promise<readonly PaperRow[]> => tillApi.get(`orders/${id}/receipt`);
export const staffList = (): Promise<readonly StaffInfo[]> => tillApi.get('staff');
export const refund = (request: RefundRequest): Promise<OrderStory> => sendCommand('orders/refund', request);
export const reprint = (request: ReprintRequest): Promise<TillView> => sendViewCommand('orders/reprint', request);
