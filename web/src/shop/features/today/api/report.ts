import { shopApi } from '../../../api/shopApi';
import type { Guid, SalesReport } from '../../../api/types';

export interface Span {
  readonly from: number;
  readonly to: number;
}

/** @param span business days; null for today */
export const salesReport = (store: Guid | null, span: Span | null): Promise<SalesReport> =>
  shopApi.get('reports/sales', { store, from: span?.from, to: span?.to });
