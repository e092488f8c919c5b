import { useProblemText } from '@shared/i18n/useProblemText';
import { App, Button, Input, Switch } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CustomerChange, PhoneCustomer, PhoneState } from '../../../api/types';
import { changeCustomer } from '../api/phone';
import { minorOf, money } from '../walletText';
import board from '../../../core/Board.module.css';
import styles from './Phone.module.css';

interface CustomerPickerProps {
  readonly customers: readonly PhoneCustomer[];
  readonly chosen: PhoneCustomer;
  onPick(this: void, customer: number): void;
  onChanged(this: void, state: PhoneState): void;
}

/** Whose phone it is, and what that customer has and is like. */
export function CustomerPicker({ customers, chosen, onPick, onChanged }: CustomerPickerProps) {
  const { t } = useTranslation('phone');
  const { message } = App.useApp();
  const problemText = useProblemText();
  const [text, setText] = useState('');
  const minor = minorOf(text);
  const change = (what: CustomerChange): void => {
    changeCustomer(chosen.index, what).then(
      (state) => {
        onChanged(state);
        setText('');
      },
      (problem: unknown) => void message.error(problemText(problem)),
    );
  };
  return (
    <section className={board['card']} aria-labelledby="customers-title">
      <h2 id="customers-title">{t('customers')}</h2>
      <div className={styles['people']}>
        {customers.map((customer) => (
          <button
            key={customer.index}
            type="button"
            aria-pressed={customer.index === chosen.index}
            onClick={() => onPick(customer.index)}
          >
            <b>{customer.name}</b>
            <small>{t(`traits.${customer.trait}`)}</small>
          </button>
        ))}
      </div>
      <dl className={styles['purses']}>
        <dt>{t('wallets.WeChat')}</dt>
        <dd>{money(chosen.weChatMinor)}</dd>
        <dt>{t('wallets.Alipay')}</dt>
        <dd>{money(chosen.alipayMinor)}</dd>
        <dt>{t('password')}</dt>
        <dd>{chosen.password}</dd>
      </dl>
      <div className={styles['newMoney']}>
        <Input
          aria-label={t('newMoney')}
          placeholder={t('newMoney')}
          prefix="¥"
          value={text}
          status={text !== '' && minor === null ? 'error' : ''}
          onChange={(event) => setText(event.target.value)}
        />
        <Button disabled={minor === null} onClick={() => change({ weChatMinor: minor ?? 0, alipayMinor: minor ?? 0 })}>
          {t('set')}
        </Button>
      </div>
      <label className={styles['switch']}>
        <Switch checked={chosen.online} onChange={(online) => change({ online })} />
        {t('hasNetwork')}
      </label>
      <label className={styles['switch']}>
        <Switch checked={chosen.alwaysAsk} onChange={(alwaysAsk) => change({ alwaysAsk })} />
        {t('alwaysAsk')}
      </label>
    </section>
  );
}
