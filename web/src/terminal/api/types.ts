// The records of the terminal's API, by their names: src/Guitai.Terminal/Pages/EntryViews.cs and src/Guitai.Contracts/Terminal.

export type PaymentKind =
  'Sale' | 'GiveBack' | 'PreAuthorisation' | 'PreAuthorisationCancel' | 'Completion' | 'Balance' | 'TipAdjustment';

export type PaymentState = 'Waiting' | 'UnderWay' | 'Unknown' | 'Approved' | 'Declined' | 'Cancelled';

export type PaymentWait =
  'None' | 'Card' | 'Amount' | 'Pin' | 'Line' | 'Turn' | 'Answer' | 'Reversal' | 'Repeat' | 'Signature';

export type CardEntry = 'Typed' | 'Swiped' | 'OnFile' | 'Chip' | 'Contactless';

export interface CardView {
  readonly scheme: string;
  readonly masked: string;
  readonly token: string;
  readonly entry: CardEntry;
}

export interface PinPadView {
  /** Ten digits as they stand on the keys, in the order of the keys. */
  readonly layout: string;
  readonly least: number;
  readonly most: number;
  readonly mayPass: boolean;
}

export interface RefusalView {
  readonly code: string;
  readonly parameters?: Readonly<Record<string, string>> | null;
}

export interface EntryView {
  readonly version: number;
  readonly kind: PaymentKind;
  readonly state: PaymentState;
  readonly waits: PaymentWait;
  readonly amountMinor?: number | null;
  readonly currency: string;
  readonly card?: CardView | null;
  readonly mayType: boolean;
  readonly pad?: PinPadView | null;
  readonly asksSignature: boolean;
  readonly notice?: RefusalView | null;
  readonly code?: string | null;
  readonly balanceMinor?: number | null;
  readonly waitsSinceMs: number;
  readonly untilMs?: number | null;
}

export interface TypedCardRequest {
  readonly number: string;
  /** MMYY. */
  readonly expiry: string;
  readonly cvv2: string | null;
}

/** x and y by turns, in thousandths of the pad's width. */
export type Stroke = readonly number[];

export type TerminalStage = 'New' | 'Keyless' | 'Ready' | 'Blocked';

export interface SetUpView {
  readonly version: number;
  readonly stage: TerminalStage;
  readonly office?: string | null;
  readonly hosts?: readonly string[] | null;
  readonly terminal?: string | null;
  readonly merchant?: string | null;
  /** Whose component is there and waits for the other one. */
  readonly waitingCustodian?: string | null;
  /** Check value of the component that waits. */
  readonly componentCheckValue?: string | null;
  /** Check value of the master key. */
  readonly checkValue?: string | null;
  readonly signedIn: boolean;
  readonly notice?: RefusalView | null;
}

export interface ActivateRequest {
  readonly office: string;
  readonly hosts: readonly string[];
  readonly terminal: string;
  readonly code: string;
  readonly authority: string | null;
}

export interface ComponentRequest {
  readonly custodian: string;
  readonly component: string;
  /** Of the whole key, with the second component. */
  readonly checkValue: string | null;
  /** Of the key that protects key blocks, instead of the master key. */
  readonly forBlocks: boolean;
}
