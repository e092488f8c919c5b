import { Button } from 'antd';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { dropRefund, refundAgain, refundInCash, useCardReason, useCards } from '../../../core/cards/cards';
import { CardProgress } from '../../../core/cards/CardProgress';
import { useAct } from '../../../core/useAct';
import { useMoney } from '../../../core/useMoney';
import styles from './Orders.module.css';

// Codes by which a bank refuses what it will refuse tomorrow, too.
const lasting: ReadonlySet<string> = new Set(['12', '13', '14', '25', '40', '57', '62', '64']);

interface OpenRefundProps {
  /** The sale. */
  readonly orderId: string;
  /** It was booked, or left. */
  onDone(this: void): void;
}

/** A refund that waits for a card: how far each part is, and what to do when one does not go back. */
export function OpenRefund({ orderId, onDone }: OpenRefundProps) {
  const { t } = useTranslation('cards');
  const money = useMoney();
  const cardReason = useCardReason();
  const { pending, act } = useAct();
  const cards = useCards();
  const refund = cards?.refunds.find((each) => each.originalOrderId === orderId);
  const waited = useRef(false);
  const waits = refund !== undefined;
  useEffect(() => {
    if (waited.current && !waits) {
      onDone();
    }
    waited.current = waits;
  }, [waits, onDone]);
  if (refund === undefined) {
    return null;
  }
  const failed = refund.parts.find((part) => part.state === 'Failed');
  const forGood = lasting.has(failed?.reason?.parameters?.['code'] ?? '');
  const payment = cards?.payments.find((each) => refund.parts.some((part) => part.paymentId === each.id));
  return (
    <section className={styles['openRefund']} aria-label={t('refundWaits', { amount: money.full(refund.totalMinor) })}>
      <h3>{t('refundWaits', { amount: money.full(refund.totalMinor) })}</h3>
      <p className={styles['muted']}>{t('refundWaitsText')}</p>
      <ul>
        {refund.parts.map((part) => (
          <li key={part.paymentId}>
            {t('refundPart', { amount: money.full(part.amountMinor) })} {part.masked ?? ''} ·{' '}
            <strong>{part.state == null ? t('refundNext') : t(`refundStates.${part.state}`)}</strong>
            {part.reason != null && ` · ${cardReason(part.reason)}`}
          </li>
        ))}
      </ul>
      {payment !== undefined && <CardProgress payment={payment} />}
      {refund.hasFailed && (
        <div className={styles['buttons']}>
          {forGood ? (
            <p role="alert">{t('refusedForGood')}</p>
          ) : (
            <Button
              type="primary"
              size="large"
              loading={pending}
              onClick={() => void act((approval) => refundAgain({ refundId: refund.id, approval }))}
            >
              {t('again')}
            </Button>
          )}
          {refund.mayBeDropped ? (
            <Button
              size="large"
              disabled={pending}
              onClick={() => void act((approval) => dropRefund({ refundId: refund.id, approval }))}
            >
              {t('drop')}
            </Button>
          ) : (
            <Button
              size="large"
              disabled={pending}
              onClick={() => void act((approval) => refundInCash({ refundId: refund.id, approval }))}
            >
              {t('inCash', { amount: money.full(failed?.amountMinor ?? 0) })}
            </Button>
          )}
        </div>
      )}
    </section>
  );
}
