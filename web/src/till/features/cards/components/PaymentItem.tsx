import { formatTime } from '@shared/i18n/time';
import { useLanguage } from '@shared/i18n/useLanguage';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CardRow } from '../../../api/types';
import { beginCard, useCardReason } from '../../../core/cards/cards';
import { useAct } from '../../../core/useAct';
import { useMoney } from '../../../core/useMoney';
import { printSlip, reportCard } from '../api/cards';
import styles from './CardsPage.module.css';
import { Sure } from './Sure';

interface PaymentItemProps {
  readonly row: CardRow;
  onChanged(this: void): void;
}

type Question = 'report' | 'cancelHold' | 'giveBack';

/** One payment of the terminal, and what can still be done about it. */
export function PaymentItem({ row, onChanged }: PaymentItemProps) {
  const { t } = useTranslation('cards');
  const language = useLanguage();
  const money = useMoney();
  const cardReason = useCardReason();
  const { pending, act } = useAct();
  const [asks, setAsks] = useState<Question | null>(null);
  const { payment } = row;
  const approved = payment.state === 'Approved';
  const amount = payment.amountMinor == null ? '' : money.full(payment.amountMinor);
  const isHold = payment.kind === 'PreAuthorisation' && approved && payment.leftMinor > 0;
  // What no order of this till holds is given back here; all else goes back with its order.
  const isLoose =
    (payment.kind === 'Sale' || payment.kind === 'Completion') &&
    approved &&
    payment.leftMinor > 0 &&
    row.purpose == null;
  const belongs =
    row.purpose === 'Tender' || row.purpose === 'TakeBack'
      ? t('order')
      : row.purpose === 'Refund'
        ? t('refundOf')
        : row.purpose == null && payment.kind === 'Sale'
          ? t('noOrder')
          : '';
  const confirm = (): void => {
    const done = (view: unknown): void => {
      if (view !== null) {
        setAsks(null);
        onChanged();
      }
    };
    if (asks === 'report') {
      void act(() => reportCard({ paymentId: payment.id })).then(done);
    } else if (asks === 'cancelHold') {
      void act((approval) =>
        beginCard({
          kind: 'PreAuthorisationCancel',
          amountMinor: payment.amountMinor ?? null,
          of: payment.id,
          approval,
        }),
      ).then(done);
    } else {
      void act((approval) =>
        beginCard({ kind: 'GiveBack', amountMinor: payment.leftMinor, of: payment.id, approval }),
      ).then(done);
    }
  };
  const facts = [
    formatTime(payment.begunAtMs, 'dayTime', language),
    payment.card == null
      ? ''
      : `${t(`schemes.${payment.card.scheme}`, { defaultValue: t('schemes.other') })} ${payment.card.masked ?? ''}`.trim(),
    payment.slip == null ? '' : t('trace', { trace: String(payment.slip.trace).padStart(6, '0') }),
    payment.slip?.offline === true ? t('offlineMark') : '',
    belongs,
    row.staffName == null ? '' : t('operator', { name: row.staffName }),
    payment.reported ? t('reported') : '',
    approved ? '' : cardReason(payment.reason),
  ].filter((text) => text !== '');
  return (
    <li className={styles['row']}>
      <span className={styles['rowText']}>
        <strong>
          {t(`kinds.${payment.kind}`)} {amount}
        </strong>{' '}
        <span className={styles['state']} data-state={payment.state}>
          {isHold ? t('held') : t(`states.${payment.state}`)}
        </span>
        <small className={styles['muted']}>{facts.join(' · ')}</small>
      </span>
      <span className={styles['rowButtons']}>
        {isHold && <Button onClick={() => setAsks('cancelHold')}>{t('cancelHold')}</Button>}
        {isLoose && <Button onClick={() => setAsks('giveBack')}>{t('giveBack')}</Button>}
        {approved && row.purpose != null && (
          <Button disabled={pending} onClick={() => void act(() => printSlip({ paymentId: payment.id }))}>
            {t('print')}
          </Button>
        )}
        {payment.card?.masked != null && !payment.reported && (
          <Button danger onClick={() => setAsks('report')}>
            {t('report')}
          </Button>
        )}
      </span>
      {asks !== null && (
        <Sure
          title={t(`${asks}Title`, { amount })}
          text={t(`${asks}Text`)}
          yes={t(asks)}
          pending={pending}
          onYes={confirm}
          onClose={() => setAsks(null)}
        />
      )}
    </li>
  );
}
