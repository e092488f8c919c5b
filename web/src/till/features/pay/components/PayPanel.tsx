import { ArrowLeftOutlined, RetweetOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CartTender, CartView, TenderType, TillInfo, TillView } from '../../../api/types';
import { focusOnMount } from '../../../core/focusOnMount';
import { KeyLayer, useShortcut } from '../../../core/shortcuts';
import { useUsable } from '../../../core/tillStore';
import { useAct } from '../../../core/useAct';
import { useMoney } from '../../../core/useMoney';
import { askTender, confirmTender, failTender, payCash, sayPayment, turnScreen } from '../api/pay';
import { askCard, askCode, useCardReason, useCards } from '../../../core/cards/cards';
import { setPayAmount } from '../../../core/payAmount';
import { isByTerminal, type Wallet } from '../../../core/wallets';
import { CardAsking } from './CardAsking';
import { CardTiles } from './CardTiles';
import { CashEntry } from './CashEntry';
import { CodeAsking } from './CodeAsking';
import { CodeTiles } from './CodeTiles';
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

interface ByCode {
  readonly code?: string | null;
  readonly wallet?: Wallet | null;
  readonly amountMinor?: number;
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
  const refused = asked === undefined && last !== undefined && isByTerminal(last.kind) ? (last.reason ?? null) : null;
  const byCode = last?.kind.startsWith('code-') === true;
  const types = till.tenderTypes.filter((type) => type.active);
  const disabled = pending || !usable;

  const typedMinor = text === '' ? null : (money.parse(text) ?? 0);

  useEffect(() => {
    sayPayment(true);
    return () => {
      sayPayment(false);
    };
  }, []);
  useEffect(() => {
    setPayAmount(typedMinor);
    return () => {
      setPayAmount(null);
    };
  }, [typedMinor]);

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
  const askByCode = ({ code = null, wallet = null, amountMinor = typedMinor ?? restMinor }: ByCode): void => {
    send(() => askCode({ orderId, restMinor, amountMinor, code, wallet }));
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
                ? t(byCode ? 'codes.backFailed' : 'cards:backFailed', { reason: cardReason(refused) })
                : refused.parameters?.['code'] === noAnswer
                  ? t('cards:turnedRound')
                  : t(byCode ? 'codes.failed' : 'cards:failed', { reason: cardReason(refused) })}
            </p>
          )}
          {asked === undefined && (
            <>
              {cards !== null && cards.terminal?.stage !== 'New' && restMinor > 0 && (
                <CodeTiles
                  restMinor={restMinor}
                  typedMinor={typedMinor}
                  disabled={disabled || !cards.reachable || cards.terminal?.stage !== 'Ready'}
                  onScanned={(code) => askByCode({ code })}
                  onShow={(amountMinor, wallet) => askByCode({ amountMinor, wallet })}
                />
              )}
              <div className={styles['label']}>{t('quick')}</div>
              <div className={styles['quick']}>{cart.quickCashMinor.map(quick)}</div>
              {cards !== null && cards.terminal?.stage !== 'New' && restMinor > 0 && (
                <CardTiles
                  restMinor={restMinor}
                  typedMinor={typedMinor}
                  disabled={disabled || !cards.reachable || cards.terminal?.stage !== 'Ready'}
                  onAsk={askByCard}
                />
              )}
              {types.length > 0 && restMinor > 0 && (
                <TenderTiles
                  types={types}
                  restMinor={restMinor}
                  typedMinor={typedMinor}
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
          ) : asked.kind.startsWith('code-') ? (
            <CodeAsking key={asked.id} tender={asked} disabled={disabled} onSend={send} />
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
