import type { PaperRow } from '@shared/receipts/paper';
import { shopApi } from '../../../api/shopApi';
import type { Guid, ReportNames, ShiftPage } from '../../../api/types';

export interface ShiftQuery {
  readonly store: Guid | null;
  readonly till: Guid | null;
  readonly skip: number;
  readonly take: number;
}

export const shiftPage = (query: ShiftQuery): Promise<ShiftPage> => shopApi.get('shifts', { ...query });
export const shiftPaper = (id: Guid): Promise<readonly PaperRow[]> => shopApi.get(`shifts/${id}/report`);
export const reportNames = (): Promise<ReportNames> => shopApi.get('report-names');
