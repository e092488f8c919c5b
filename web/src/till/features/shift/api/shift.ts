import { tillApi } from '../../../api/tillApi';
import type {
  CloseShiftRequest,
  MoveCashRequest,
  OpenDrawerRequest,
  OpenShiftRequest,
  ShiftReport,
  TillView,
} from '../../../api/types';
import { sendCommand, sendViewCommand } from '../../../core/commands';

export const openShift = (request: OpenShiftRequest): Promise<TillView> => sendViewCommand('shift/open', request);
export const moveCash = (request: MoveCashRequest): Promise<TillView> => sendViewCommand('shift/cash', request);
export const openDrawer = (request: OpenDrawerRequest): Promise<TillView> => sendViewCommand('shift/drawer', request);
export const closeShift = (request: CloseShiftRequest): Promise<ShiftReport> => sendCommand('shift/close', request);
export const printReport = (shiftId: string): Promise<TillView> => sendViewCommand(`shift/${shiftId}/print`, {});
export const xReport = (): Promise<ShiftReport> => tillApi.get('shift/x');
export const pastShifts = (skip: number, take: number): Promise<readonly ShiftReport[]> =>
  tillApi.get('shifts', { skip, take });
