// The records of the API, by their names; made from web/openapi by `npm run api`.
import type { components } from '@generated/terminal';

type Schemas = components['schemas'];

/** A request as a form states it: null says the same as nothing. */
type Form<T> = { readonly [K in keyof T]: undefined extends T[K] ? T[K] | null : T[K] };

export type PaymentKind = Schemas['PaymentKind'];
export type PaymentState = Schemas['PaymentState'];
export type PaymentWait = Schemas['PaymentWait'];
export type CardEntry = Schemas['CardEntry'];
export type CardView = Schemas['CardView'];
export type PinPadView = Schemas['PinPadView'];
export type RefusalView = Schemas['Refusal'];
export type EntryView = Schemas['EntryView'];
export type TypedCardRequest = Form<Schemas['TypedCardRequest']>;
export type TerminalStage = Schemas['TerminalStage'];
export type SetUpView = Schemas['SetUpView'];
export type ActivateRequest = Form<Schemas['ActivateRequest']>;
export type MoveRequest = Form<Schemas['MoveRequest']>;
export type ComponentRequest = Form<Schemas['ComponentRequest']>;

/** x and y by turns, in thousandths of the pad's width. */
export type Stroke = readonly number[];
