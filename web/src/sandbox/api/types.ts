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
