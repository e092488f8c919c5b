// Written by hand after the till's records, with their names, until the till's openapi.json is there to generate them from.
import type { PaperRow } from '@shared/receipts/paper';

export type { PaperRow };
export type Guid = string;

export type PrintMode = 'Always' | 'Ask' | 'Never';
export type Role = 'Cashier' | 'Manager' | 'Owner';
export type Right =
  | 'DiscountAboveLimit'
  | 'PriceOverride'
  | 'Refund'
  | 'VoidOrder'
  | 'OpenDrawer'
  | 'MoveCash'
  | 'CloseOthersShift'
  | 'SeeExpectedCash'
  | 'EditMasters'
  | 'EditStaff'
  | 'SeeReports'
  | 'EditSettings';

export interface TillView {
  readonly version: number;
  readonly till?: TillInfo | null;
  readonly staff?: StaffInfo | null;
  readonly locked: boolean;
  readonly activePageId?: Guid | null;
  readonly shift?: ShiftInfo | null;
  readonly cart?: CartView | null;
  readonly heldCount: number;
  readonly lastSale?: LastSaleView | null;
  readonly sync: SyncView;
  readonly printer: PrinterView;
}

export interface TillInfo {
  readonly id: Guid;
  readonly code: string;
  readonly storeName: string;
  readonly storeNameEn?: string | null;
  readonly currency: string;
  readonly currencyExponent: number;
  readonly idleLockSeconds: number;
  readonly blindCount: boolean;
  readonly printMode: PrintMode;
  readonly tipPercents: readonly number[];
  readonly discountLimitPercent: number;
  readonly denominationsMinor: readonly number[];
  readonly advertisement?: string | null;
  readonly productCount: number;
  readonly businessDate: string;
}

export interface StaffInfo {
  readonly id: Guid;
  readonly number: string;
  readonly name: string;
  readonly nameEn?: string | null;
  readonly role: Role;
  readonly rights: readonly Right[];
}

export interface ShiftInfo {
  readonly id: Guid;
  readonly number: number;
  readonly staffId: Guid;
  readonly staffName: string;
  readonly openedAtMs: number;
  readonly businessDate: number;
  readonly saleCount: number;
  readonly saleMinor: number;
  readonly expectedCashMinor?: number | null;
}

export interface OrderLine {
  readonly id: Guid;
  readonly productId?: Guid | null;
  readonly code?: string | null;
  readonly barcode?: string | null;
  readonly name: string;
  readonly nameEn?: string | null;
  readonly categoryId?: Guid | null;
  readonly unit: string;
  readonly unitEn?: string | null;
  readonly pictureId?: Guid | null;
  readonly weighed: boolean;
  readonly quantityMilli: number;
  readonly unitPriceMinor: number;
  readonly listPriceMinor?: number | null;
  readonly unitCostMinor: number;
  readonly grossMinor: number;
  readonly lineDiscountMinor: number;
  readonly orderDiscountMinor: number;
  readonly netMinor: number;
  readonly taxClassId?: Guid | null;
  readonly taxName: string;
  readonly taxRatePpm: number;
  readonly taxInclusive: boolean;
  readonly taxMinor: number;
  readonly roundingMinor: number;
  readonly paidMinor: number;
  readonly costMinor: number;
  readonly staffId: Guid;
  readonly discountPercent?: number | null;
  readonly originalLineId?: Guid | null;
}

export interface OrderTotals {
  readonly grossMinor: number;
  readonly discountMinor: number;
  readonly taxMinor: number;
  readonly taxExclusiveMinor: number;
  readonly tipMinor: number;
  readonly roundingMinor: number;
  readonly totalMinor: number;
  readonly costMinor: number;
}

export interface CartView {
  readonly orderId: Guid;
  readonly lines: readonly OrderLine[];
  readonly totals: OrderTotals;
  readonly cashTotalMinor: number;
  readonly cashRoundingMinor: number;
  readonly quickCashMinor: readonly number[];
  readonly orderDiscountPercent?: number | null;
  readonly orderDiscountMinor: number;
  readonly note?: string | null;
  readonly lastLineId?: Guid | null;
  readonly notices: readonly CartNotice[];
}

/** Something the cashier should know about a line: `price-changed` or `withdrawn`. */
export interface CartNotice {
  readonly lineId: Guid;
  readonly what: string;
  readonly priceMinor?: number | null;
}

export interface LastSaleView {
  readonly orderId: Guid;
  readonly receiptNumber: string;
  readonly totalMinor: number;
  readonly tenderedMinor: number;
  readonly changeMinor: number;
  readonly print: string;
}

export interface SyncView {
  readonly waiting: number;
  readonly confirmed: number;
  readonly online: boolean;
  readonly lastContactMs?: number | null;
  readonly alarm?: string | null;
}

export interface PrinterView {
  readonly state: string;
  readonly waiting: number;
}

export interface Category {
  readonly id: Guid;
  readonly name: string;
  readonly nameEn?: string | null;
  readonly color: string;
  readonly sort: number;
}

export interface ProductTile {
  readonly id: Guid;
  readonly code: string;
  readonly name: string;
  readonly nameEn?: string | null;
  readonly categoryId?: Guid | null;
  readonly unit: string;
  readonly unitEn?: string | null;
  readonly priceMinor: number;
  readonly weighed: boolean;
  readonly pictureId?: Guid | null;
  readonly barcodes: readonly string[];
}

export interface ProductPage {
  readonly items: readonly ProductTile[];
  readonly total: number;
}

export interface HeldOrderView {
  readonly orderId: Guid;
  readonly heldAtMs: number;
  readonly staffName: string;
  readonly note?: string | null;
  readonly totalMinor: number;
  readonly lines: number;
  readonly firstLine: string;
}

export interface OrderRow {
  readonly id: Guid;
  readonly receiptNumber: string;
  readonly kind: string;
  readonly atMs: number;
  readonly totalMinor: number;
  readonly tenders: string;
  readonly staffName: string;
  readonly lines: number;
  readonly originalOrderId?: Guid | null;
  readonly synced: boolean;
}

export interface OrderRows {
  readonly items: readonly OrderRow[];
  readonly more: boolean;
}

export interface Tender {
  readonly id: Guid;
  readonly kind: string;
  readonly amountMinor: number;
  readonly tenderedMinor: number;
  readonly changeMinor: number;
}

export interface OrderEdit {
  readonly what: string;
  readonly lineName: string;
  readonly amountMinor: number;
  readonly atMs: number;
  readonly staffId: Guid;
  readonly approvedBy?: Guid | null;
}

export interface Order {
  readonly id: Guid;
  readonly storeId: Guid;
  readonly tillId: Guid;
  readonly shiftId: Guid;
  readonly number: number;
  readonly receiptNumber: string;
  readonly currency: string;
  readonly staffId: Guid;
  readonly openedAtMs: number;
  readonly endedAtMs: number;
  readonly lines: readonly OrderLine[];
  readonly totals: OrderTotals;
  readonly tenders: readonly Tender[];
  readonly edits: readonly OrderEdit[];
  readonly note?: string | null;
  readonly reason?: string | null;
  readonly approvedBy?: Guid | null;
  readonly originalOrderId?: Guid | null;
  readonly originalReceiptNumber?: string | null;
}

export interface OrderStory {
  readonly order: Order;
  readonly kind: string;
  readonly staffName: string;
  readonly refundable: readonly RefundableLine[];
  readonly events: readonly StoryEvent[];
}

export interface RefundableLine {
  readonly lineId: Guid;
  readonly quantityMilli: number;
  readonly paidMinor: number;
}

export interface StoryEvent {
  readonly what: string;
  readonly atMs: number;
  readonly staffName: string;
  readonly detail?: string | null;
  readonly amountMinor?: number | null;
  readonly otherOrderId?: Guid | null;
}

export interface TenderTotal {
  readonly inCount: number;
  readonly inMinor: number;
  readonly outCount: number;
  readonly outMinor: number;
}

export interface TaxTotal {
  readonly name: string;
  readonly ratePpm: number;
  readonly baseMinor: number;
  readonly taxMinor: number;
}

export interface CashierTotal {
  readonly saleCount: number;
  readonly saleMinor: number;
  readonly refundCount: number;
  readonly refundMinor: number;
  readonly voidCount: number;
  readonly voidMinor: number;
}

export interface ShiftTotals {
  readonly saleCount: number;
  readonly saleMinor: number;
  readonly refundCount: number;
  readonly refundMinor: number;
  readonly voidCount: number;
  readonly voidMinor: number;
  readonly grossMinor: number;
  readonly discountMinor: number;
  readonly tipMinor: number;
  readonly roundingMinor: number;
  readonly taxMinor: number;
  readonly costMinor: number;
  readonly floatMinor: number;
  readonly cashInMinor: number;
  readonly cashOutMinor: number;
  readonly drawerOpenings: number;
  readonly firstNumber: number;
  readonly lastNumber: number;
  readonly tenders: Readonly<Record<string, TenderTotal>>;
  readonly taxes: Readonly<Record<string, TaxTotal>>;
  readonly cashiers: Readonly<Record<string, CashierTotal>>;
}

export interface ShiftReport {
  readonly shiftId: Guid;
  readonly shiftNumber: number;
  readonly openedBy: string;
  readonly openedAtMs: number;
  readonly closedAtMs?: number | null;
  readonly closedBy?: string | null;
  readonly z?: number | null;
  readonly totals: ShiftTotals;
  readonly cashierNames: Readonly<Record<string, string>>;
  readonly expectedMinor?: number | null;
  readonly countedMinor?: number | null;
  readonly overShortMinor?: number | null;
  readonly carriedMinor?: number | null;
}

export interface DenominationCount {
  readonly valueMinor: number;
  readonly count: number;
}

/** A second person's consent, given with number and PIN at the same till. */
export interface Approval {
  readonly number: string;
  readonly pin: string;
}

export interface LoginRequest {
  readonly number: string;
  readonly pin: string;
}

export interface UnlockRequest {
  readonly pin: string;
}

export interface ScanRequest {
  readonly code: string;
  readonly quantityMilli?: number;
}

export interface AddProductRequest {
  readonly productId: Guid;
  readonly quantityMilli: number;
}

export interface AddAmountRequest {
  readonly amountMinor: number;
  readonly name: string | null;
}

export interface QuickAddRequest {
  readonly barcode: string;
  readonly name: string;
  readonly priceMinor: number;
}

export interface ChangeQuantityRequest {
  readonly lineId: Guid;
  readonly quantityMilli: number;
}

export interface RemoveLineRequest {
  readonly lineId: Guid;
}

export interface LineDiscountRequest {
  readonly lineId: Guid;
  readonly percent: number | null;
  readonly amountMinor: number | null;
  readonly approval: Approval | null;
}

export interface PriceRequest {
  readonly lineId: Guid;
  readonly priceMinor: number | null;
  readonly approval: Approval | null;
}

export interface OrderDiscountRequest {
  readonly percent: number | null;
  readonly amountMinor: number | null;
  readonly approval: Approval | null;
}

export interface TipRequest {
  readonly tipMinor: number;
}

export interface NoteRequest {
  readonly note: string | null;
}

export interface HoldRequest {
  readonly note: string | null;
}

export interface RecallRequest {
  readonly orderId: Guid;
}

export interface VoidRequest {
  readonly orderId: Guid;
  readonly reason: string;
  readonly approval: Approval | null;
}

export interface PayCashRequest {
  readonly orderId: Guid;
  readonly totalMinor: number;
  readonly tenderedMinor: number;
  readonly print: boolean | null;
}

export interface RefundLineRequest {
  readonly lineId: Guid;
  readonly quantityMilli: number;
}

export interface RefundRequest {
  readonly originalOrderId: Guid;
  readonly lines: readonly RefundLineRequest[] | null;
  readonly reason: string;
  readonly approval: Approval | null;
}

export interface ReprintRequest {
  readonly orderId: Guid;
}

export interface OpenShiftRequest {
  readonly floatMinor: number;
}

export interface MoveCashRequest {
  readonly amountMinor: number;
  readonly reason: string;
  readonly approval: Approval | null;
}

export interface OpenDrawerRequest {
  readonly reason: string;
  readonly approval: Approval | null;
}

export interface CloseShiftRequest {
  readonly shiftId: Guid;
  readonly counts: readonly DenominationCount[];
  readonly countedMinor: number;
  readonly handOverFloatMinor: number | null;
  readonly approval: Approval | null;
}
