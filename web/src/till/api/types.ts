// The records of the API, by their names; made from web/openapi by `npm run api`.
import type { components } from '@generated/till';

type Schemas = components['schemas'];

/** A request as a button states it: the command id is added where it is sent, and null says the same as nothing. */
type Press<T> = { readonly [K in keyof Omit<T, 'commandId'>]: undefined extends T[K] ? T[K] | null : T[K] };

export type PrintMode = Schemas['PrintMode'];
export type Role = Schemas['Role'];
export type Right = Schemas['Right'];
export type TillView = Schemas['TillView'];
export type TillInfo = Schemas['TillInfo'];
export type StaffInfo = Schemas['StaffInfo'];
export type ShiftInfo = Schemas['ShiftInfo'];
export type OrderLine = Schemas['OrderLine'];
export type OrderTotals = Schemas['OrderTotals'];
export type CashRounding = Schemas['CashRounding'];
export type CartView = Schemas['CartView'];
export type CartNotice = Schemas['CartNotice'];
export type LastSaleView = Schemas['LastSaleView'];
export type SyncView = Schemas['SyncView'];
export type PrinterView = Schemas['PrinterView'];
export type Category = Schemas['Category'];
export type ProductTile = Schemas['ProductTile'];
export type ProductPage = Schemas['ProductPage'];
export type HeldOrderView = Schemas['HeldOrderView'];
export type OrderRow = Schemas['OrderRow'];
export type OrderRows = Schemas['OrderRows'];
export type Tender = Schemas['Tender'];
export type OrderEdit = Schemas['OrderEdit'];
export type Order = Schemas['Order'];
export type OrderStory = Schemas['OrderStory'];
export type RefundableLine = Schemas['RefundableLine'];
export type StoryEvent = Schemas['StoryEvent'];
export type TenderTotal = Schemas['TenderTotal'];
export type TaxTotal = Schemas['TaxTotal'];
export type CashierTotal = Schemas['CashierTotal'];
export type ShiftTotals = Schemas['ShiftTotals'];
export type ShiftReport = Schemas['ShiftReport'];
export type DenominationCount = Schemas['DenominationCount'];
export type Approval = Schemas['Approval'];
export type LoginRequest = Press<Schemas['LoginRequest']>;
export type UnlockRequest = Press<Schemas['UnlockRequest']>;
export type ScanRequest = Press<Schemas['ScanRequest']>;
export type AddProductRequest = Press<Schemas['AddProductRequest']>;
export type AddAmountRequest = Press<Schemas['AddAmountRequest']>;
export type QuickAddRequest = Press<Schemas['QuickAddRequest']>;
export type ChangeQuantityRequest = Press<Schemas['ChangeQuantityRequest']>;
export type RemoveLineRequest = Press<Schemas['RemoveLineRequest']>;
export type LineDiscountRequest = Press<Schemas['LineDiscountRequest']>;
export type PriceRequest = Press<Schemas['PriceRequest']>;
export type OrderDiscountRequest = Press<Schemas['OrderDiscountRequest']>;
export type TipRequest = Press<Schemas['TipRequest']>;
export type NoteRequest = Press<Schemas['NoteRequest']>;
export type HoldRequest = Press<Schemas['HoldRequest']>;
export type RecallRequest = Press<Schemas['RecallRequest']>;
export type VoidRequest = Press<Schemas['VoidRequest']>;
export type PayCashRequest = Press<Schemas['PayCashRequest']>;
export type CartTender = Schemas['CartTender'];
export type TenderType = Schemas['TenderType'];
export type RefundableTender = Schemas['RefundableTender'];
// The tender that is asked for bears the press's own id, as every command does.
export type AskTenderRequest = Press<Schemas['AskTenderRequest']>;
export type ConfirmTenderRequest = Press<Schemas['ConfirmTenderRequest']>;
export type FailTenderRequest = Press<Schemas['FailTenderRequest']>;
export type TakeBackTenderRequest = Press<Schemas['TakeBackTenderRequest']>;
export type RefundLineRequest = Press<Schemas['RefundLineRequest']>;
export type RefundRequest = Press<Schemas['RefundRequest']>;
export type ReprintRequest = Press<Schemas['ReprintRequest']>;
export type OpenShiftRequest = Press<Schemas['OpenShiftRequest']>;
export type MoveCashRequest = Press<Schemas['MoveCashRequest']>;
export type OpenDrawerRequest = Press<Schemas['OpenDrawerRequest']>;
export type CloseShiftRequest = Press<Schemas['CloseShiftRequest']>;
export type { PaperRow } from '@shared/receipts/paper';

export type Guid = string;
