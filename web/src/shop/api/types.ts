// Written by hand after the shop's records, with their names, until the shop's openapi.json is there to generate them from.
export type Guid = string;

export type Role = 'cashier' | 'manager' | 'owner';
export type Right =
  | 'discountAboveLimit'
  | 'priceOverride'
  | 'refund'
  | 'voidOrder'
  | 'openDrawer'
  | 'moveCash'
  | 'closeOthersShift'
  | 'seeExpectedCash'
  | 'editMasters'
  | 'editStaff'
  | 'seeReports'
  | 'editSettings';
export type CashRoundingMode = 'none' | 'down' | 'nearest';
export type PrintMode = 'always' | 'ask' | 'never';

export interface SetupState {
  readonly needed: boolean;
  readonly merchantName?: string | null;
}

export interface SetupRequest {
  readonly merchantName: string;
  readonly storeName: string;
  readonly ownerName: string;
  readonly ownerNumber: string;
  readonly pin: string;
  readonly password: string;
  readonly currency?: string | null;
  readonly timeZone?: string | null;
}

export interface LoginRequest {
  readonly number: string;
  readonly password: string;
}

export interface ChangePasswordRequest {
  readonly current: string;
  readonly next: string;
}

export interface SessionView {
  readonly staffId: Guid;
  readonly number: string;
  readonly name: string;
  readonly nameEn?: string | null;
  readonly role: Role;
  readonly rights: readonly Right[];
  readonly storeId?: Guid | null;
  readonly merchantName: string;
  readonly merchantNameEn?: string | null;
  readonly currency: string;
  readonly currencyExponent: number;
  readonly stores: readonly StoreName[];
  readonly idleMinutes: number;
}

export interface StoreName {
  readonly id: Guid;
  readonly code: string;
  readonly name: string;
  readonly nameEn?: string | null;
}

export interface StaffView {
  readonly version: number;
  readonly id: Guid;
  readonly number: string;
  readonly name: string;
  readonly nameEn?: string | null;
  readonly role: Role;
  readonly storeId?: Guid | null;
  readonly active: boolean;
  readonly hasPassword: boolean;
}

export interface StaffEdit {
  readonly version: number;
  readonly number: string;
  readonly name: string;
  readonly nameEn?: string | null;
  readonly role: Role;
  readonly storeId?: Guid | null;
  readonly active: boolean;
  readonly pin?: string | null;
}

export interface SetPinRequest {
  readonly pin: string;
}

export interface SetPasswordRequest {
  readonly password?: string | null;
}

export interface Merchant {
  readonly id: Guid;
  readonly name: string;
  readonly nameEn?: string | null;
  readonly currency: string;
}

export interface MerchantView {
  readonly version: number;
  readonly merchant: Merchant;
}

export interface MerchantEdit {
  readonly version: number;
  readonly name: string;
  readonly nameEn?: string | null;
}

export interface CashRounding {
  readonly unitMinor: number;
  readonly mode: CashRoundingMode;
}

export interface ReceiptSettings {
  readonly header: readonly string[];
  readonly footer: readonly string[];
  readonly advertisement?: string | null;
  readonly language: 'zh' | 'en';
  readonly print: PrintMode;
  readonly paperMm: 58 | 80;
  readonly logoPbm?: string | null;
}

export interface Store {
  readonly id: Guid;
  readonly code: string;
  readonly name: string;
  readonly nameEn?: string | null;
  readonly address?: string | null;
  readonly addressEn?: string | null;
  readonly phone?: string | null;
  readonly timeZone: string;
  readonly dayChangeHour: number;
  readonly cashRounding: CashRounding;
  readonly receipt: ReceiptSettings;
  readonly blindCount: boolean;
  readonly idleLockSeconds: number;
  readonly tipPercents: readonly number[];
}

export interface StoreView {
  readonly version: number;
  readonly store: Store;
}

export interface StoreEdit extends Omit<Store, 'id'> {
  readonly version: number;
}

export interface Category {
  readonly id: Guid;
  readonly name: string;
  readonly nameEn?: string | null;
  readonly color: string;
  readonly sort: number;
}

export interface CategoryView {
  readonly version: number;
  readonly category: Category;
  readonly products: number;
}

export interface CategoryEdit extends Omit<Category, 'id'> {
  readonly version: number;
}

export interface TaxClass {
  readonly id: Guid;
  readonly name: string;
  readonly nameEn?: string | null;
  readonly ratePpm: number;
  readonly inclusive: boolean;
}

export interface TaxClassView {
  readonly version: number;
  readonly taxClass: TaxClass;
  readonly products: number;
}

export interface TaxClassEdit extends Omit<TaxClass, 'id'> {
  readonly version: number;
}

export interface TillView {
  readonly version: number;
  readonly id: Guid;
  readonly storeId: Guid;
  readonly code: string;
  readonly name: string;
  readonly active: boolean;
  readonly enrolled: boolean;
  readonly lastContactMs?: number | null;
  readonly headSequence: number;
}

export interface TillEdit {
  readonly version: number;
  readonly storeId: Guid;
  readonly code: string;
  readonly name: string;
  readonly active: boolean;
}

export interface EnrolmentCode {
  readonly code: string;
  readonly expiresAtMs: number;
}

export interface Product {
  readonly id: Guid;
  readonly code: string;
  readonly name: string;
  readonly nameEn?: string | null;
  readonly categoryId?: Guid | null;
  readonly unit: string;
  readonly unitEn?: string | null;
  readonly priceMinor: number;
  readonly costMinor: number;
  readonly taxClassId: Guid;
  readonly barcodes: readonly string[];
  readonly weighed: boolean;
  readonly favourite: boolean;
  readonly pictureId?: Guid | null;
  readonly active: boolean;
}

export interface ProductView {
  readonly version: number;
  readonly product: Product;
  readonly warnings: readonly string[];
}

export interface ProductPage {
  readonly items: readonly ProductView[];
  readonly total: number;
}

export interface ProductEdit extends Omit<Product, 'id' | 'code'> {
  readonly version: number;
  readonly code?: string | null;
}

export interface PictureAnswer {
  readonly id: Guid;
}

export interface RefusedRow {
  readonly line: number;
  readonly code: string;
  readonly parameters?: Readonly<Record<string, string>> | null;
}

export interface ImportReport {
  readonly preview: boolean;
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly refusedCount: number;
  readonly refused: readonly RefusedRow[];
}

export interface ProposalView {
  readonly id: Guid;
  readonly barcode: string;
  readonly name: string;
  readonly priceMinor: number;
  readonly atMs: number;
  readonly tillName: string;
  readonly staffName: string;
  readonly state: 'open' | 'accepted' | 'dismissed';
  readonly knownAs?: Guid | null;
}

export interface SalesFigures {
  readonly saleCount: number;
  readonly saleMinor: number;
  readonly refundCount: number;
  readonly refundMinor: number;
  readonly voidCount: number;
  readonly voidMinor: number;
  readonly netMinor: number;
  readonly taxMinor: number;
  readonly tipMinor: number;
  readonly costMinor: number;
  readonly discountMinor: number;
  readonly profitMinor: number;
  readonly averageMinor: number;
}

export interface SalesReport {
  readonly from: number;
  readonly to: number;
  readonly storeId?: Guid | null;
  readonly figures: SalesFigures;
  readonly hours: readonly HourFigures[];
  readonly days: readonly DayFigures[];
  readonly products: readonly ProductFigures[];
  readonly cashiers: readonly CashierFigures[];
  readonly tenders: readonly TenderFigures[];
}

export interface HourFigures {
  readonly hour: number;
  readonly saleCount: number;
  readonly saleMinor: number;
  readonly refundMinor: number;
}

export interface DayFigures {
  readonly date: number;
  readonly saleCount: number;
  readonly saleMinor: number;
  readonly refundMinor: number;
  readonly profitMinor: number;
}

export interface ProductFigures {
  readonly productId?: Guid | null;
  readonly name: string;
  readonly nameEn?: string | null;
  readonly quantityMilli: number;
  readonly paidMinor: number;
  readonly profitMinor: number;
}

export interface CashierFigures extends CashierTotal {
  readonly staffId: Guid;
  readonly name: string;
}

export interface TenderFigures extends TenderTotal {
  readonly kind: string;
}

export type OrderKind = 'sale' | 'refund' | 'void';

export interface OrderRow {
  readonly id: Guid;
  readonly receiptNumber: string;
  readonly kind: OrderKind;
  readonly atMs: number;
  readonly businessDate: number;
  readonly storeId: Guid;
  readonly tillId: Guid;
  readonly tillName: string;
  readonly staffId: Guid;
  readonly staffName: string;
  readonly totalMinor: number;
  readonly tenders: string;
  readonly lines: number;
  readonly originalOrderId?: Guid | null;
}

export interface OrderPage {
  readonly items: readonly OrderRow[];
  readonly total: number;
  readonly saleMinor: number;
  readonly refundMinor: number;
}

export interface OrderLine {
  readonly id: Guid;
  readonly productId?: Guid | null;
  readonly code?: string | null;
  readonly barcode?: string | null;
  readonly name: string;
  readonly nameEn?: string | null;
  readonly unit: string;
  readonly unitEn?: string | null;
  readonly weighed: boolean;
  readonly quantityMilli: number;
  readonly unitPriceMinor: number;
  readonly listPriceMinor?: number | null;
  readonly unitCostMinor: number;
  readonly grossMinor: number;
  readonly lineDiscountMinor: number;
  readonly orderDiscountMinor: number;
  readonly netMinor: number;
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

export interface FactView {
  readonly kind: string;
  readonly atMs: number;
  readonly receivedAtMs: number;
  readonly tillId: Guid;
  readonly incarnation: Guid;
  readonly sequence: number;
  readonly hash: string;
  readonly body: string;
}

export interface OrderStory {
  readonly order: Order;
  readonly row: OrderRow;
  readonly refunds: readonly OrderRow[];
  readonly facts: readonly FactView[];
  readonly staffNames: Readonly<Record<Guid, string>>;
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

export interface ShiftTotals extends CashierTotal {
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
  readonly cashiers: Readonly<Record<Guid, CashierTotal>>;
  readonly expectedCashMinor: number;
}

export interface ShiftView {
  readonly shiftId: Guid;
  readonly tillId: Guid;
  readonly tillName: string;
  readonly storeId: Guid;
  readonly number: number;
  readonly openedAtMs: number;
  readonly openedBy: string;
  readonly floatMinor: number;
  readonly closedAtMs?: number | null;
  readonly closedBy?: string | null;
  readonly z?: number | null;
  readonly expectedMinor?: number | null;
  readonly countedMinor?: number | null;
  readonly overShortMinor?: number | null;
  readonly carriedMinor?: number | null;
  readonly totals?: ShiftTotals | null;
  readonly cashierNames: Readonly<Record<Guid, string>>;
}

export interface ShiftPage {
  readonly items: readonly ShiftView[];
  readonly total: number;
}

export interface AlarmView {
  readonly id: string;
  readonly code: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly atMs: number;
  readonly tillId?: Guid | null;
  readonly tillName?: string | null;
  readonly seenBy?: string | null;
  readonly seenAtMs?: number | null;
}

export interface SeenRequest {
  readonly id: string;
}

export interface AuditView {
  readonly chain: string;
  readonly sequence: number;
  readonly atMs: number;
  readonly who: string;
  readonly staffName: string;
  readonly what: string;
  readonly target: string;
  readonly result: string;
  readonly where: string;
}

export interface AuditPage {
  readonly items: readonly AuditView[];
  readonly total: number;
  readonly broken: readonly string[];
}

export interface Named {
  readonly id: Guid;
  readonly code: string;
  readonly name: string;
  readonly nameEn?: string | null;
  readonly storeId?: Guid | null;
}

export interface ReportNames {
  readonly stores: readonly Named[];
  readonly tills: readonly Named[];
  readonly staff: readonly Named[];
}
