import { tillApi } from '../../../api/tillApi';
import type {
  AskTenderRequest,
  CardRow,
  ConfirmTenderRequest,
  FailTenderRequest,
  HoldRequest,
  PayCashRequest,
  ReprintRequest,
  TakeBackTenderRequest,
  TillView,
} from '../../../api/types';
import { sendViewCommand } from '../../../core/commands';
import { acceptView } from '../../../core/tillStore';

export const payCash = (request: PayCashRequest): Promise<TillView> => sendViewCommand('cart/pay-cash', request);
export const printReceipt = (request: ReprintRequest): Promise<TillView> => sendViewCommand('orders/reprint', request);

/** Closes the panel of the sale that just ended. */
export async function dismissSale(): Promise<TillView> {
  const view = await tillApi.post<TillView>('sale/dismiss');
  acceptView(view);
  return view;
}

export const askTender = (request: AskTenderRequest): Promise<TillView> => sendViewCommand('tenders/ask', request);
export const confirmTender = (request: ConfirmTenderRequest): Promise<TillView> =>
  sendViewCommand('tenders/confirm', request);
export const failTender = (request: FailTenderRequest): Promise<TillView> => sendViewCommand('tenders/fail', request);
export const takeBackTender = (request: TakeBackTenderRequest): Promise<TillView> =>
  sendViewCommand('tenders/take-back', request);

/** Puts the order aside, which a payment of unknown end still binds. */
export const holdOrder = (request: HoldRequest): Promise<TillView> => sendViewCommand('cart/hold', request);

/** Pre-authorisations that can be completed. */
export const openHolds = (): Promise<readonly CardRow[]> =>
  tillApi.get('cards/payments', { kind: 'PreAuthorisation', open: true, count: 50 });

/** Tells the customer's screen that the payment has begun, or that the cashier went back to the lines. */
export function sayPayment(begun: boolean): void {
  // It changes nothing but what the customer reads; a refusal here would only disturb the cashier.
  void sendViewCommand('screen/payment', { begun }).catch(() => undefined);
}

/** Turns this screen to the customer, locked. */
export async function turnScreen(): Promise<TillView> {
  const view = await tillApi.post<TillView>('screen/turn');
  acceptView(view);
  return view;
}
