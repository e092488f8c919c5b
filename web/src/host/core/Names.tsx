import { Mark, type Tone } from '@shared/desk/Mark';
import { useTranslation } from 'react-i18next';
import type { TransactionRow, TransactionStanding } from '../api/types';
import { yuanText } from './money';

const tones: Readonly<Record<TransactionStanding, Tone>> = {
  Open: 'info',
  Approved: 'good',
  Declined: 'bad',
  Reversed: 'warn',
  TakenBack: 'calm',
};

/** How a transaction stands. */
export function StandingMark({ row }: { readonly row: TransactionRow }) {
  const { t } = useTranslation('core');
  return (
    <Mark tone={tones[row.standing]}>
      {t(`standings.${row.standing}`)}
      {row.code != null && row.code !== '00' ? ` ${row.code}` : ''}
    </Mark>
  );
}

const givesBack = new Set(['Void', 'Refund', 'PreAuthorisationCancel', 'CompletionCancel', 'Reversal']);

/** An amount with its direction: what is given back stands below zero. */
export function Amount({ row }: { readonly row: TransactionRow }) {
  const sign = givesBack.has(row.flow) ? -1 : 1;
  const gone = row.standing === 'Declined' || row.standing === 'Reversed';
  return (
    <span className="figures" style={{ whiteSpace: 'nowrap', color: gone ? 'var(--muted)' : undefined }}>
      {row.amountMinor === 0 ? '–' : yuanText(sign * row.amountMinor)}
    </span>
  );
}

const schemes: Readonly<Record<string, string>> = {
  unionpay: 'UnionPay',
  visa: 'Visa',
  mastercard: 'Mastercard',
  jcb: 'JCB',
  amex: 'Amex',
};

/** The schemes that the host knows. */
export const schemeNames: readonly string[] = Object.keys(schemes);

/** A card's scheme as its owners write it. */
export const schemeName = (scheme: string): string => schemes[scheme] ?? scheme;
