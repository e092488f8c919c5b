import { tillApi } from '../../../api/tillApi';
import type { PayCashRequest, ReprintRequest, TillView } from '../../../api/types';
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
