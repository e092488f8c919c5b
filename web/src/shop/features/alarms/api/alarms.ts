import { shopApi } from '../../../api/shopApi';
import type { AlarmView, AuditPage } from '../../../api/types';

export const alarms = (all: boolean): Promise<readonly AlarmView[]> => shopApi.get('alarms', { all });
export const markSeen = (id: string): Promise<void> => shopApi.post('alarms/seen', { id });
export const auditPage = (skip: number, take: number): Promise<AuditPage> => shopApi.get('audit', { skip, take });
