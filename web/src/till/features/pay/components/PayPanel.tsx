import { ArrowLeftOutlined, RetweetOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CartTender, CartView, TenderType, TillInfo, TillView } from '../../../api/types';
import { focusOnMount } from '../../../core/focusOnMount';
import { KeyLayer, useShortcut } from '../../../core/shortcuts';
import { NumberEntry } from '../../../core/NumberEntry';
import { useUsable } from '../../../core/tillStore';
import { useAct } from '../../../core/useAct';
import { useMoney } from '../../../core/useMoney';
import { askTender, confirmTender, failTender, payCash, sayPayment, turnScreen } from '../api/pay';
import { askCard, useCardReason, useCards } from '../../../core/cards/cards';
import { CardAsking } from './CardAsking';
import { CardTiles } from './CardTiles';
import { ConfirmTender } from './ConfirmTender';
import { PaidSoFar } from './PaidSoFar';
import styles from './Pay.module.css';
import { TakeBackDialog } from './TakeBackDialog';
import { TenderTiles } from './TenderTiles';

// The host was silent: what it may have done was turned round, or the tender would still be open.
const noAnswer = '98';

interface PayPanelProps {
  readonly cart: CartView;
  readonly till: TillInfo;
  onClose(this: void): void;
}

interface CashEntryProps {
  readonly dueMinor: number;
  readonly text: string;
  readonly pending: boolean;
  onText(this: void, change: (text: string) => string): void;
  onPay(this: void, givenMinor: number): void;
}

/** The sum that the customer hands over, typed, and the change as it is typed. */
function CashEntry({ dueMinor, text, pending, onText, onPay }: CashEntryProps) {
  const { t } = useTranslation('pay');
  const money = useMoney();
  const usable = useUsable();
  // Nothing typed means that the customer gives the exact sum.
  const tenderedMinor = text === '' ? dueMinor : (money.parse(text) ?? 0);
  const changeMinor = tenderedMinor - dueMinor;
  const enough = changeMinor >= 0;
  useShortcut(['Enter', 'F2'], () => onPay(tenderedMinor), { enabled: enough && !pending && usable });
  return (
    <>
      <NumberEntry
        label={t('tendered')}
        text={text}
        prefix={money.symbol}
        decimals={money.exponent}
        longest={7}
        disabled={pending}
        onChange={onText}
      />
      <div className={`${styles['change'] ?? ''} ${enough ? '' : (styles['missing'] ?? '')}`} aria-live="polite">
        <span>{enough ? t('change') : t('missing')}</span>
        <strong>{money.full(Math.abs(changeMinor))}</strong>
      </div>
      <button
        type="button"
        className={styles['confirm']}
        disabled={!enough || pending || !usable}
        onClick={() => onPay(tenderedMinor)}
      >
        {pending ? t('paying') : t('confirm')}
        <span className={styles['key']} aria-hidden="true">
          Enter
        </span>
      </button>
    </>
  );
}

function PayBody({ cart, till, onClose }: PayPanelProps) {
  const { t } = useTranslation('pay');
  const money = useMoney();
  const usable = useUsable();
  const { pending, act } = useAct();
  const [text, setText] = useState('');
  const [takingBack, setTakingBack] = useState<CartTender | null>(null);
  const { orderId, cashTotalMinor: dueMinor, restMinor } = cart;
  const confirmed = cart.tenders.filter((tender) => tender.state === 'Confirmed');
  const asked = cart.tenders.find((tender) => tender.isUnderWay);
  const cards = useCards();
  const cardReason = useCardReason();
  // Only the last try: what failed before it is history.
  const last = cart.tenders.at(-1);
  const refused = asked === undefined && last?.kind === 'card' ? (last.reason ?? null) : null;
  const types = till.tenderTypes.filter((type) => type.active);
  const disabled = pending || !usable;

  useEffect(() => {
    sayPayment(true);
    return () => {
      sayPayment(false);
    };
  }, []);

  const send = (press: () => Promise<TillView>): void => {
    void act(press).then((view) => {
      if (view !== null) {
        setText('');
        if (view.cart?.orderId !== orderId) {
          onClose();
        }
      }
    });
  };
  const pay = (tenderedMinor: number): void => {
    send(() => payCash({ orderId, totalMinor: dueMinor, tenderedMinor, print: null }));
  };
  const ask = (type: TenderType, amountMinor: number): void => {
    send(() => askTender({ orderId, tenderTypeId: type.id, restMinor, amountMinor }));
  };
  const askByCard = (amountMinor: number | null, of: string | null): void => {
    send(() => askCard({ orderId, restMinor, amountMinor, of }));
  };
  useShortcut('Escape', onClose, { enabled: !pending && asked === undefined });

  const quick = (minor: number, index: number) => (
    <button
      key={minor}
      type="button"
      className={styles['quickButton']}
      aria-pressed={text !== '' && money.parse(text) === minor}
      disabled={disabled}
      onClick={() => pay(minor)}
    >
      {index === 0 ? money.full(minor) : money.short(minor)}
      <small>{index === 0 ? t('exact') : t('changeIs', { change: money.short(minor - dueMinor) })}</small>
    </button>
  );

  return (
    <section
      ref={focusOnMount}
      tabIndex={-1}
      className={styles['panel']}
      role="dialog"
      aria-modal="true"
      aria-label={t('title')}
    >
      <div className={styles['head']}>
        <Button icon={<ArrowLeftOutlined aria-hidden="true" />} disabled={pending} onClick={onClose}>
          {t('common:back')}
        </Button>
        <h2>{t('title')}</h2>
        <Button
          className={styles['turn'] ?? ''}
          icon={<RetweetOutlined aria-hidden="true" />}
          disabled={disabled}
          onClick={() => void act(turnScreen)}
        >
          {t('turn')}
        </Button>
      </div>
      <div className={styles['body']}>
        <div className={styles['left']}>
          <div className={styles['due']}>
            <div className={styles['label']}>{confirmed.length > 0 ? t('rest') : t('due')}</div>
            <div className={styles['dueSum']}>{money.full(dueMinor)}</div>
            {cart.cashRoundingMinor !== 0 && (
              <div className={styles['rounding']}>
                {t('rounded', { exact: money.full(restMinor), rounding: money.full(cart.cashRoundingMinor) })}
              </div>
            )}
            {confirmed.length > 0 && <PaidSoFar tenders={confirmed} disabled={disabled} onTakeBack={setTakingBack} />}
          </div>
          {refused !== null && (
            <p className={styles['refused']} role="alert">
              {last?.state === 'Confirmed'
                ? t('cards:backFailed', { reason: cardReason(refused) })
                : refused.parameters?.['code'] === noAnswer
                  ? t('cards:turnedRound')
                  : t('cards:failed', { reason: cardReason(refused) })}
            </p>
          )}
          {asked === undefined && (
            <>
              <div className={styles['label']}>{t('quick')}</div>
              <div className={styles['quick']}>{cart.quickCashMinor.map(quick)}</div>
              {cards !== null && cards.terminal?.stage !== 'New' && restMinor > 0 && (
                <CardTiles
                  restMinor={restMinor}
                  typedMinor={text === '' ? null : (money.parse(text) ?? 0)}
                  disabled={disabled || !cards.reachable || cards.terminal?.stage !== 'Ready'}
                  onAsk={askByCard}
                />
              )}
              {types.length > 0 && restMinor > 0 && (
                <TenderTiles
                  types={types}
                  restMinor={restMinor}
                  typedMinor={text === '' ? null : (money.parse(text) ?? 0)}
                  disabled={disabled}
                  onAsk={ask}
                />
              )}
            </>
          )}
        </div>
        <div className={styles['right']}>
          {asked === undefined ? (
            <CashEntry dueMinor={dueMinor} text={text} pending={pending} onText={setText} onPay={pay} />
          ) : asked.kind === 'card' ? (
            <CardAsking key={asked.id} tender={asked} restMinor={restMinor} disabled={disabled} onSend={send} />
          ) : (
            <ConfirmTender
              key={asked.id}
              tender={asked}
              type={till.tenderTypes.find((type) => type.id === asked.typeId)}
              changeMinor={asked.amountMinor - restMinor}
              disabled={disabled}
              onConfirm={(reference) =>
                send(() => confirmTender({ orderId, tenderId: asked.id, reference, print: null }))
              }
              onFail={() => send(() => failTender({ orderId, tenderId: asked.id }))}
            />
          )}
        </div>
      </div>
      {takingBack !== null && (
        <TakeBackDialog orderId={orderId} tender={takingBack} onClose={() => setTakingBack(null)} />
      )}
    </section>
  );
}

/** Takes the payment of the order: the owner's tenders one after the other, and cash for what they leave open. */
export function PayPanel(props: PayPanelProps) {
  return (
    <KeyLayer>
      <PayBody {...props} />
    </KeyLayer>
  );
}
