// The records of the API, by their names; made from web/openapi by `npm run api`.
import type { components } from '@generated/sandbox';

type Schemas = components['schemas'];

export type PrintedPaper = Schemas['PrintedPaper'];
export type PaperRoll = Schemas['PaperRoll'];
export type PrinterMood = Schemas['PrinterMood'];
export type PrinterSwitch = Schemas['PrinterSwitch'];
export type CardChange = Schemas['CardChange'];
export type CardOnDesk = Schemas['CardOnDesk'];
export type CardProgram = Schemas['CardProgram'];
export type FaultRule = Schemas['FaultRule'];
export type IssuerState = Schemas['IssuerState'];
export type LineRule = Schemas['LineRule'];
export type LineState = Schemas['LineState'];
export type ReaderState = Schemas['ReaderState'];
export type StripeDamage = Schemas['StripeDamage'];
export type SwipeOrder = Schemas['SwipeOrder'];
export type CustomerChange = Schemas['CustomerChange'];
export type OpenCode = Schemas['OpenCode'];
export type PhoneCustomer = Schemas['PhoneCustomer'];
export type PhoneOutcome = Schemas['PhoneOutcome'];
export type PhonePayment = Schemas['PhonePayment'];
export type PhonePrompt = Schemas['PhonePrompt'];
export type PhoneState = Schemas['PhoneState'];
export type RotationOrder = Schemas['RotationOrder'];
export type RotationStep = Schemas['RotationStep'];
export type ShownCode = Schemas['ShownCode'];
export type WalletFault = Schemas['WalletFault'];
export type WalletFaultRule = Schemas['WalletFaultRule'];
export type WalletKind = NonNullable<Schemas['WalletKind']>;
export type WalletOperation = NonNullable<Schemas['WalletOperation']>;
export type WalletsState = Schemas['WalletsState'];
