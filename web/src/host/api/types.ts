// The records of the API, by their names; made from web/openapi by `npm run api`.
import type { components } from '@generated/host';

type Schemas = components['schemas'];

/** A record of a request: null says the same as nothing. */
type Asked<T> = { readonly [K in keyof T]: undefined extends T[K] ? T[K] | null : T[K] };

export type AccountView = Schemas['AccountView'];
export type ActivationCode = Schemas['ActivationCode'];
export type AlarmView = Schemas['AlarmView'];
export type AuditView = Schemas['AuditView'];
export type BatchView = Schemas['BatchView'];
export type CardRange = Schemas['CardRange'];
export type EntryView = Schemas['EntryView'];
export type FeeRate = Schemas['FeeRate'];
export type Flow = Schemas['Flow'];
export type HostFigures = Schemas['HostFigures'];
export type HostPolicy = Schemas['HostPolicy'];
export type HostLoginRequest = Asked<Schemas['HostLoginRequest']>;
export type HostPasswordRequest = Asked<Schemas['HostPasswordRequest']>;
export type HostSession = Schemas['HostSession'];
export type HostSetupRequest = Schemas['HostSetupRequest'];
export type HostSetupState = Schemas['HostSetupState'];
export type IssuerEdit = Schemas['IssuerEdit'];
export type IssuerView = Schemas['IssuerView'];
export type KeyView = Schemas['KeyView'];
export type LedgerView = Schemas['LedgerView'];
export type Limits = Schemas['Limits'];
export type LinkView = Schemas['LinkView'];
export type LiveView = Schemas['LiveView'];
export type LoadedComponent = Schemas['LoadedComponent'];
export type MacAlgorithm = Schemas['MacAlgorithm'];
export type MerchantEdit = Schemas['MerchantEdit'];
export type MerchantView = Schemas['MerchantView'];
export type MessageDetail = Schemas['MessageDetail'];
export type NewOperatorRequest = Schemas['NewOperatorRequest'];
export type NewTerminalRequest = Schemas['NewTerminalRequest'];
export type OperatorEdit = Schemas['OperatorEdit'];
export type OperatorRight = Schemas['OperatorRight'];
export type OperatorRole = Schemas['OperatorRole'];
export type OperatorView = Schemas['OperatorView'];
export type OwedView = Schemas['OwedView'];
export type PulsePoint = Schemas['PulsePoint'];
export type SecondFactorOffer = Schemas['SecondFactorOffer'];
export type RangeFlaw = Schemas['RangeFlaw'];
export type RangeImport = Schemas['RangeImport'];
export type ResponseCode = Schemas['ResponseCode'];
export type TerminalEdit = Schemas['TerminalEdit'];
export type OfflineLimits = Schemas['OfflineLimits'];
export type TerminalState = Schemas['TerminalState'];
export type TerminalView = Schemas['TerminalView'];
export type TransactionPage = Schemas['TransactionPage'];
export type TransactionQuery = Asked<Schemas['TransactionQueryRequest']>;
export type TransactionRow = Schemas['TransactionRow'];
export type TransactionStanding = Schemas['TransactionStanding'];
export type TransactionStory = Schemas['TransactionStory'];
