import { tillApi } from '../../../api/tillApi';
import type {
  Approval,
  DeviceReport,
  DrawerTestRequest,
  PrinterSetupRequest,
  ScannerTestRequest,
  TillView,
} from '../../../api/types';
import { sendViewCommand } from '../../../core/commands';

export const deviceReport = (): Promise<DeviceReport> => tillApi.get('devices');
/** Asks the printer and reads everything anew. */
export const checkDevices = (): Promise<DeviceReport> => tillApi.post('devices/check');
export const setUpPrinter = (request: PrinterSetupRequest): Promise<TillView> =>
  sendViewCommand('devices/printer', request);
export const printTestPage = (): Promise<TillView> => sendViewCommand('devices/printer/test', {});
export const giveUpPrint = (jobId: string): Promise<TillView> =>
  sendViewCommand('devices/printer/answer', { jobId, cameOut: false, giveUp: true });
export const scannerTried = (request: ScannerTestRequest): Promise<TillView> =>
  sendViewCommand('devices/scanner', request);
export const drawerTried = (request: DrawerTestRequest): Promise<TillView> =>
  sendViewCommand('devices/drawer', request);
export const openDrawerToTry = (reason: string, approval: Approval | null): Promise<TillView> =>
  sendViewCommand('shift/drawer', { reason, approval });
