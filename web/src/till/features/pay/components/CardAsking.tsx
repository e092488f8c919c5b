import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CardPaymentView, CartTender, TillView } from '../../../api/types';
import { sayCardAmount, useCards } from '../../../core/cards/cards';
import { CardProgress } from '../../../core/cards/CardProgress';
import { NumberEntry } from '../../../core/NumberEntry';
import { useShortcut } from '../../../core/shortcuts';
import { useMoney } from '../../../core/useMoney';
import styles from './Pay.module.css';
import { WaysOut } from './WaysOut';

interface CardAskingProps {
  readonly tender: CartTender;
  readonly restMinor: number;
  readonly disabled: boolean;
  onSend(this: void, press: () => Promise<TillView>): void;
}

interface AmountProps {
  readonly payment: CardPaymentView;
  readonly restMinor: number;
  readonly disabled: boolean;
  onSay(this: void, amountMinor: number): void;
}

/** The card was read before the amount was said: the whole rest, or what is typed. */
function Amount({ payment, restMinor, disabled, onSay }: AmountProps) {
  const { t } = useTranslation('cards');
  const money = useMoney();
  const [text, setText] = useState('');
  const amountMinor = text === '' ? restMinor : (money.parse(text) ?? 0);
  const ready = !disabled && amountMinor >= 1 && amountMinor <= restMinor && payment.amountMinor == null;
  useShortcut('Enter', () => onSay(amountMinor), { enabled: ready });
  return (
    <>
      <NumberEntry
        label={t('amountFor')}
        text={text}
        prefix={money.symbol}
        decimals={money.exponent}
        longest={7}
        disabled={disabled}
        onChange={setText}
      />
      <button type="button" className={styles['confirm']} disabled={!ready} onClick={() => onSay(amountMinor)}>
        {t('take', { amount: money.full(amountMinor) })}
      </button>
    </>
  );
}

/** A card tender under way: how it stands, and what the cashier may do about it. Nothing here says that it was paid. */
export function CardAsking({ tender, restMinor, disabled, onSend }: CardAskingProps) {
  const { t } = useTranslation('cards');
  const money = useMoney();
  const back = tender.back ?? null;
  const id = back?.paymentId ?? tender.id;
  const payment = useCards()?.payments.find((each) => each.id === id);
  const unknown = back === null ? tender.state === 'Unknown' : back.unknown;
  const outOfHands = unknown || payment?.reached === false;
  const asksAmount = payment?.view?.waits === 'Amount' && tender.amountMinor === 0;
  const title = back === null ? t('pay:asking', { name: t('byCard') }) : t('backUnderWay');
  return (
    <section className={styles['asking']} aria-label={title}>
      <div className={styles['label']}>{title}</div>
      {tender.amountMinor > 0 && <div className={styles['askSum']}>{money.full(tender.amountMinor)}</div>}
      {payment !== undefined && <CardProgress payment={payment} />}
      {payment !== undefined && asksAmount && (
        <Amount
          payment={payment}
          restMinor={restMinor}
          disabled={disabled}
          onSay={(amountMinor) => onSend(() => sayCardAmount({ paymentId: id, amountMinor }))}
        />
      )}
      <WaysOut
        id={id}
        unknown={unknown}
        outOfHands={outOfHands}
        givenUp={payment?.givenUp === true}
        disabled={disabled}
        onSend={onSend}
      />
    </section>
  );
}
