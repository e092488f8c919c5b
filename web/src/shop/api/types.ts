// The records of the API, by their names; made from web/openapi by `npm run api`.
import type { components } from '@generated/shop';

type Schemas = components['schemas'];

/** A record of an answer. */
type Told<Name extends keyof Schemas> = Schemas[Name];

/** A record of a request: null says the same as nothing. */
type Asked<Name extends keyof Schemas> = {
  readonly [K in keyof Told<Name>]: undefined extends Told<Name>[K] ? Told<Name>[K] | null : Told<Name>[K];
};

export type Guid = string;
export type OrderKind = 'sale' | 'refund' | 'void';

export type AlarmView = Told<'AlarmView'>;
export type AuditPage = Told<'AuditPage'>;
export type AuditView = Told<'AuditView'>;
export type CashRounding = Told<'CashRounding'>;
export type CashRoundingMode = Told<'CashRoundingMode'>;
export type CashierFigures = Told<'CashierFigures'>;
export type CashierTotal = Told<'CashierTotal'>;
export type Category = Told<'Category'>;
export type CategoryEdit = Asked<'CategoryEdit'>;
export type CategoryView = Told<'CategoryView'>;
export type ChangePasswordRequest = Asked<'ChangePasswordRequest'>;
export type DayFigures = Told<'DayFigures'>;
export type EnrolmentCode = Told<'EnrolmentCode'>;
export type FactView = Told<'FactView'>;
export type HourFigures = Told<'HourFigures'>;
export type BarcodeQuestion = Told<'BarcodeQuestion'>;
export type ImportRequest = Asked<'ImportRequest'>;
export type ImportEffect = Told<'ImportEffect'>;
export type ImportField = NonNullable<Told<'ImportColumn'>['field']>;
export type ImportFileView = Told<'ImportFileView'>;
export type ImportPreview = Told<'ImportPreview'>;
export type ImportProgressView = Told<'ImportProgressView'>;
export type ImportReport = Told<'ImportReport'>;
export type LabelRule = Told<'LabelRule'>;
export type LoginRequest = Asked<'LoginRequest'>;
export type Merchant = Told<'Merchant'>;
export type MerchantEdit = Asked<'MerchantEdit'>;
export type MerchantView = Told<'MerchantView'>;
export type Named = Told<'Named'>;
export type Order = Told<'Order'>;
export type OrderEdit = Told<'OrderEdit'>;
export type OrderLine = Told<'OrderLine'>;
export type OrderPage = Told<'OrderPage'>;
export type OrderRow = Told<'OrderRow'>;
export type OrderStory = Told<'OrderStory'>;
export type OrderTotals = Told<'OrderTotals'>;
export type PictureAnswer = Told<'PictureAnswer'>;
export type PrintMode = Told<'PrintMode'>;
export type Product = Told<'Product'>;
export type ProductEdit = Asked<'ProductEdit'>;
export type ProductFigures = Told<'ProductFigures'>;
export type ProductPage = Told<'ProductPage'>;
export type ProductView = Told<'ProductView'>;
export type ProposalView = Told<'ProposalView'>;
export type ReceiptSettings = Told<'ReceiptSettings'>;
export type RefusedRow = Told<'RefusedRow'>;
export type ReportNames = Told<'ReportNames'>;
export type Right = Told<'Right'>;
export type Role = Told<'Role'>;
export type SalesFigures = Told<'SalesFigures'>;
export type SalesReport = Told<'SalesReport'>;
export type TenderType = Told<'TenderType'>;
export type TenderTypeEdit = Asked<'TenderTypeEdit'>;
export type TenderTypeView = Told<'TenderTypeView'>;
export type DisplaySlide = Told<'DisplaySlide'>;
export type SeenRequest = Asked<'SeenRequest'>;
export type SessionView = Told<'SessionView'>;
export type SetPasswordRequest = Asked<'SetPasswordRequest'>;
export type SetPinRequest = Asked<'SetPinRequest'>;
export type SetupRequest = Asked<'SetupRequest'>;
export type SetupState = Told<'SetupState'>;
export type ShiftPage = Told<'ShiftPage'>;
export type ShiftTotals = Told<'ShiftTotals'>;
export type ShiftView = Told<'ShiftView'>;
export type StaffEdit = Asked<'StaffEdit'>;
export type StaffView = Told<'StaffView'>;
export type Store = Told<'Store'>;
export type StoreEdit = Asked<'StoreEdit'>;
export type StoreName = Told<'StoreName'>;
export type StoreView = Told<'StoreView'>;
export type TaxClass = Told<'TaxClass'>;
export type TaxClassEdit = Asked<'TaxClassEdit'>;
export type TaxClassView = Told<'TaxClassView'>;
export type TaxTotal = Told<'TaxTotal'>;
export type Tender = Told<'Tender'>;
export type TenderFigures = Told<'TenderFigures'>;
export type TenderTotal = Told<'TenderTotal'>;
export type TillEdit = Asked<'TillEdit'>;
export type TillView = Told<'TillView'>;
