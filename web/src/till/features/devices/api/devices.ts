import { tillApi } from '../../../api/tillApi';
import type {
  Approval,
  DeviceReport,
  DiskTrial,
  DrawerTestRequest,
  NetworkTrial,
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
  sendViewCommand('devices/drawer/open', { reason, approval });
/** Connects to the printer and asks the shop a question. */
export const tryNetwork = (): Promise<NetworkTrial> => tillApi.post('devices/network/test');
/** Writes beside the till's data as a busy day would. */
export const tryDisk = (): Promise<DiskTrial> => tillApi.post('devices/disk/test');
