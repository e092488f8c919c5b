import type { PaperRow } from '@shared/receipts/paper';
import { shopApi } from '../../../api/shopApi';
import type { Guid, OrderKind, OrderPage, OrderStory, ReportNames } from '../../../api/types';

export interface OrderQuery {
  readonly number?: string | null;
  readonly fromMs?: number | null;
  readonly toMs?: number | null;
  readonly minMinor?: number | null;
  readonly maxMinor?: number | null;
  readonly tender?: string | null;
  readonly staffId?: Guid | null;
  readonly product?: string | null;
  readonly kind?: OrderKind | null;
  readonly store?: Guid | null;
  readonly till?: Guid | null;
  readonly skip: number;
  readonly take: number;
}

export const orderPage = (query: OrderQuery): Promise<OrderPage> => shopApi.get('orders', { ...query });
export const orderStory = (id: Guid): Promise<OrderStory> => shopApi.get(`orders/${id}`);
export const orderReceipt = (id: Guid): Promise<readonly PaperRow[]> => shopApi.get(`orders/${id}/receipt`);
export const reportNames = (): Promise<ReportNames> => shopApi.get('report-names');
