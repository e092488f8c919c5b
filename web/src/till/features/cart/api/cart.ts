import { tillApi } from '../../../api/tillApi';
import type {
  ChangeQuantityRequest,
  HeldOrderView,
  HoldRequest,
  LineDiscountRequest,
  NoteRequest,
  OrderDiscountRequest,
  PriceRequest,
  RecallRequest,
  RemoveLineRequest,
  TillView,
  TipRequest,
  VoidRequest,
} from '../../../api/types';
import { sendViewCommand } from '../../../core/commands';

type Answer = Promise<TillView>;

export const changeQuantity = (request: ChangeQuantityRequest): Answer => sendViewCommand('cart/quantity', request);
export const removeLine = (request: RemoveLineRequest): Answer => sendViewCommand('cart/remove', request);
export const discountLine = (request: LineDiscountRequest): Answer => sendViewCommand('cart/line-discount', request);
export const overridePrice = (request: PriceRequest): Answer => sendViewCommand('cart/price', request);
export const discountOrder = (request: OrderDiscountRequest): Answer => sendViewCommand('cart/discount', request);
export const setTip = (request: TipRequest): Answer => sendViewCommand('cart/tip', request);
export const setNote = (request: NoteRequest): Answer => sendViewCommand('cart/note', request);
export const holdOrder = (request: HoldRequest): Answer => sendViewCommand('cart/hold', request);
export const recallOrder = (request: RecallRequest): Answer => sendViewCommand('cart/recall', request);
export const voidOrder = (request: VoidRequest): Answer => sendViewCommand('cart/void', request);
export const heldOrders = (): Promise<readonly HeldOrderView[]> => tillApi.get('held');
