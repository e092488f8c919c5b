import { tillApi } from '../../../api/tillApi';
import type {
  CardPaymentRequest,
  CardRow,
  CustomerPadRequest,
  FrameAnswer,
  PaymentKind,
  TerminalRequest,
  TillView,
} from '../../../api/types';
import { sendCommand, sendViewCommand } from '../../../core/commands';

/** The terminal's payments, newest first. */
export const cardPayments = (kind: PaymentKind | null, beforeMs: number | null): Promise<readonly CardRow[]> =>
  tillApi.get('cards/payments', { kind, beforeMs, count: 50 });
export const settle = (request: TerminalRequest): Promise<TillView> => sendViewCommand('cards/settle', request);
export const setUp = (request: TerminalRequest): Promise<FrameAnswer> => sendCommand('cards/set-up', request);
export const choosePad = (request: CustomerPadRequest): Promise<TillView> => sendViewCommand('cards/pad', request);
export const reportCard = (request: CardPaymentRequest): Promise<TillView> => sendViewCommand('cards/report', request);
export const printSlip = (request: CardPaymentRequest): Promise<TillView> => sendViewCommand('cards/print', request);
