import { CheckCircleFilled, CloseCircleFilled } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { CardPaymentView, CardsView } from '../../../api/types';
import { cancelCard, useCardReason } from '../../../core/cards/cards';
import { CardProgress } from '../../../core/cards/CardProgress';
import { useAct } from '../../../core/useAct';
import { useMoney } from '../../../core/useMoney';
import { printSlip } from '../api/cards';
import styles from './CardsPage.module.css';

const isOwn = (payment: CardPaymentView): boolean => payment.purpose === 'Own';

function Ended({ payment }: { readonly payment: CardPaymentView }) {
  const { t } = useTranslation('cards');
  const money = useMoney();
  const cardReason = useCardReason();
  const { pending, act } = useAct();
  const approved = payment.state === 'Approved';
  const balanceMinor = payment.card?.slip.balanceMinor;
  return (
    <li className={styles['recent']}>
      {approved ? (
        <CheckCircleFilled aria-hidden="true" className={styles['good']} />
      ) : (
        <CloseCircleFilled aria-hidden="true" className={styles['bad']} />
      )}
      <span>
        <strong>
          {t(`kinds.${payment.kind}`)} {payment.amountMinor != null && money.full(payment.amountMinor)}
        </strong>{' '}
        {t(`states.${payment.state}`)} <span className={styles['muted']}>{payment.card?.card.masked ?? ''}</span>
        {approved && balanceMinor != null && <strong> {t('balanceOf', { amount: money.full(balanceMinor) })}</strong>}
        {!approved && <span className={styles['muted']}> {cardReason(payment.reason)}</span>}
      </span>
      {approved && (
        <Button disabled={pending} onClick={() => void act(() => printSlip({ paymentId: payment.id }))}>
          {t('print')}
        </Button>
      )}
    </li>
  );
}

/** Payments that belong to no order: under way, and how the last ones ended. */
export function Recent({ cards }: { readonly cards: CardsView }) {
  const { t } = useTranslation('cards');
  const money = useMoney();
  const { pending, act } = useAct();
  // What is paid and only waits for a signature is no concern of this list.
  const open = cards.payments.filter((payment) => payment.state !== 'Approved');
  const ended = cards.ended.filter(isOwn).slice(-3).reverse();
  return (
    <>
      {open.length > 0 && (
        <section className={styles['section']}>
          <h3>{t('underWay')}</h3>
          <ul className={styles['list']}>
            {open.map((payment) => (
              <li key={payment.id} className={styles['open']}>
                <strong>
                  {t(`kinds.${payment.kind}`)} {payment.amountMinor != null && money.full(payment.amountMinor)}
                </strong>
                <CardProgress payment={payment} />
                <Button
                  size="large"
                  disabled={pending || payment.givenUp}
                  onClick={() => void act(() => cancelCard({ paymentId: payment.id }))}
                >
                  {payment.givenUp ? t('givingUp') : t('cancel')}
                </Button>
              </li>
            ))}
          </ul>
        </section>
      )}
      {ended.length > 0 && (
        <section className={styles['section']}>
          <h3>{t('lately')}</h3>
          <ul className={styles['list']}>
            {ended.map((payment) => (
              <Ended key={payment.id} payment={payment} />
            ))}
          </ul>
        </section>
      )}
    </>
  );
}
