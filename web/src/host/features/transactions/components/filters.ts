import { dateOf, today, type Dayjs } from '@shared/desk/days';
import type { Flow, TransactionQuery, TransactionStanding } from '../../../api/types';
import { fen } from '../../../core/money';

/** The filters as they stand in the form. */
export interface Filters {
  readonly number: string;
  readonly card: string;
  readonly merchant: string;
  readonly terminal: string;
  readonly days: readonly [Dayjs, Dayjs] | null;
  readonly standing: TransactionStanding | null;
  readonly flow: Flow | null;
  readonly code: string;
  readonly min: string;
  readonly max: string;
}

export const noFilters = (): Filters => ({
  number: '',
  card: '',
  merchant: '',
  terminal: '',
  days: [today().subtract(6, 'day'), today().add(1, 'day')],
  standing: null,
  flow: null,
  code: '',
  min: '',
  max: '',
});

export const standings: readonly TransactionStanding[] = ['Approved', 'Declined', 'Open', 'Reversed', 'TakenBack'];

export const flows: readonly Flow[] = [
  'Sale',
  'Refund',
  'Void',
  'Reversal',
  'PreAuthorisation',
  'Completion',
  'PreAuthorisationCancel',
  'CompletionCancel',
  'CompletionAdvice',
  'OfflineSale',
  'Adjustment',
  'TipAdjustment',
  'Balance',
  'ScriptResult',
];

const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim());

/** How many filters are set beyond number, card and days. */
export const filterCount = ({ merchant, terminal, standing, flow, code, min, max }: Filters): number =>
  [merchant, terminal, standing, flow, code, min, max].filter((value) => value !== null && value !== '').length;

export const queryOf = (filters: Filters): TransactionQuery => ({
  rrn: orNull(filters.number),
  card: orNull(filters.card),
  merchant: orNull(filters.merchant),
  terminal: orNull(filters.terminal),
  fromDay: filters.days === null ? null : dateOf(filters.days[0]),
  toDay: filters.days === null ? null : dateOf(filters.days[1]),
  standing: filters.standing,
  flow: filters.flow,
  code: orNull(filters.code),
  minMinor: fen(filters.min),
  maxMinor: fen(filters.max),
});
