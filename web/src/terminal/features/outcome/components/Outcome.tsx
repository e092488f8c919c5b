import { useTranslation } from 'react-i18next';
import type { PaymentKind, PaymentState } from '../../../api/types';
import { cx } from '../../../core/cx';
import styles from './Outcome.module.css';

interface OutcomeProps {
  readonly kind: PaymentKind;
  readonly state: PaymentState;
  readonly code: string | null;
  readonly card: string | null;
  /** Why, in a sentence, when the terminal said so. */
  readonly said: string | null;
  /** The card is still in the reader. */
  readonly holdsCard: boolean;
}

const marks: Partial<Readonly<Record<PaymentState, string>>> = {
  Approved: 'M20 41l13 13 27-29',
  Declined: 'M25 25l30 30M55 25L25 55',
  Cancelled: 'M22 40h36',
};

/** How it ended, and what to do next. */
export function Outcome({ kind, state, code, card, said, holdsCard }: OutcomeProps) {
  const { t, i18n } = useTranslation('outcome');
  const known = code !== null && i18n.exists(`outcome:codes.${code}.title`);
  const approved = state === 'Approved';
  const plain = code === null || code === '00';
  const title = approved ? t(`approved.${kind}`) : state === 'Cancelled' ? t('cancelled') : t('declined');
  const why = plain
    ? state === 'Declined' && said === null
      ? t('nothingTaken')
      : null
    : known
      ? t(`codes.${code}.title`)
      : t('unknownCode');
  const next = approved
    ? plain
      ? null
      : known
        ? t(`codes.${code}.next`)
        : null
    : state === 'Cancelled'
      ? t('cancelledNext')
      : plain
        ? t('declinedNext')
        : known
          ? t(`codes.${code}.next`)
          : t('unknownNext');
  return (
    <div className={cx(styles['outcome'], styles[state])}>
      <svg className={styles['mark']} viewBox="0 0 80 80" aria-hidden="true" focusable="false">
        <circle cx="40" cy="40" r="38" />
        <path d={marks[state] ?? ''} className={styles['stroke']} pathLength={100} />
      </svg>
      <div role="status" className={styles['words']}>
        <h2 className={styles['title']}>{title}</h2>
        {why !== null && <p className={styles['why']}>{why}</p>}
        {said !== null && said !== why && <p className={styles['why']}>{said}</p>}
        {next !== null && <p className={styles['next']}>{next}</p>}
        {holdsCard && <p className={styles['takeCard']}>{t('takeCard')}</p>}
      </div>
      <p className={styles['facts']}>
        {card !== null && <span>{card}</span>}
        {code !== null && !approved && <span>{t('code', { code })}</span>}
      </p>
    </div>
  );
}
