import { ArrowLeftOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CartView } from '../../../api/types';
import { focusOnMount } from '../../../core/focusOnMount';
import { KeyLayer, useShortcut } from '../../../core/shortcuts';
import { NumberEntry } from '../../../core/NumberEntry';
import { useUsable } from '../../../core/tillStore';
import { useAct } from '../../../core/useAct';
import { useMoney } from '../../../core/useMoney';
import { payCash } from '../api/pay';
import styles from './Pay.module.css';

interface PayPanelProps {
  readonly cart: CartView;
  onClose(this: void): void;
}

function PayBody({ cart, onClose }: PayPanelProps) {
  const { t } = useTranslation('pay');
  const money = useMoney();
  const usable = useUsable();
  const { pending, act } = useAct();
  const [text, setText] = useState('');
  const dueMinor = cart.cashTotalMinor;
  // Nothing typed means that the customer gives the exact sum.
  const tenderedMinor = text === '' ? dueMinor : (money.parse(text) ?? 0);
  const changeMinor = tenderedMinor - dueMinor;
  const enough = changeMinor >= 0;

  const pay = (givenMinor: number): void => {
    void act(() =>
      payCash({ orderId: cart.orderId, totalMinor: dueMinor, tenderedMinor: givenMinor, print: null }),
    ).then((view) => {
      if (view !== null) {
        onClose();
      }
    });
  };
  useShortcut('Escape', onClose, { enabled: !pending });
  useShortcut(['Enter', 'F2'], () => pay(tenderedMinor), { enabled: enough && !pending && usable });

  const quick = (minor: number, index: number) => (
    <button
      key={minor}
      type="button"
      className={styles['quickButton']}
      aria-pressed={text !== '' && tenderedMinor === minor}
      disabled={pending || !usable}
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
      </div>
      <div className={styles['body']}>
        <div className={styles['left']}>
          <div className={styles['due']}>
            <div className={styles['label']}>{t('due')}</div>
            <div className={styles['dueSum']}>{money.full(dueMinor)}</div>
            {cart.cashRoundingMinor !== 0 && (
              <div className={styles['rounding']}>
                {t('rounded', {
                  exact: money.full(dueMinor - cart.cashRoundingMinor),
                  rounding: money.full(cart.cashRoundingMinor),
                })}
              </div>
            )}
          </div>
          <div className={styles['label']}>{t('quick')}</div>
          <div className={styles['quick']}>{cart.quickCashMinor.map(quick)}</div>
        </div>
        <div className={styles['right']}>
          <NumberEntry
            label={t('tendered')}
            text={text}
            prefix={money.symbol}
            decimals={money.exponent}
            longest={7}
            disabled={pending}
            onChange={setText}
          />
          <div className={`${styles['change'] ?? ''} ${enough ? '' : (styles['missing'] ?? '')}`} aria-live="polite">
            <span>{enough ? t('change') : t('missing')}</span>
            <strong>{money.full(Math.abs(changeMinor))}</strong>
          </div>
          <button
            type="button"
            className={styles['confirm']}
            disabled={!enough || pending || !usable}
            onClick={() => pay(tenderedMinor)}
          >
            {pending ? t('paying') : t('confirm')}
            <span className={styles['key']} aria-hidden="true">
              Enter
            </span>
          </button>
        </div>
      </div>
    </section>
  );
}

/** Takes notes and coins for the order: sum due, what the customer hands over, change as it is typed. */
export function PayPanel(props: PayPanelProps) {
  return (
    <KeyLayer>
      <PayBody {...props} />
    </KeyLayer>
  );
}
