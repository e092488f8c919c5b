import { useProblemText } from '@shared/i18n/useProblemText';
import { App, Button, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { WalletFault, WalletFaultRule, WalletKind, WalletOperation, WalletsState } from '../../../api/types';
import { TimesSelect } from '../../../core/TimesSelect';
import { addWalletFault, clearWalletFaults } from '../api/phone';
import board from '../../../core/Board.module.css';
import styles from './Phone.module.css';

// A sort of trouble, and the requests that each of it can befall.
const payments: readonly WalletOperation[] = ['Pay', 'Precreate', 'Query', 'Close', 'Cancel', 'Refund', 'RefundQuery'];
const groups = {
  answers: [
    'SystemErrorDone',
    'SystemErrorUndone',
    'PayingForever',
    'AnswerLost',
    'RequestLost',
    'Slow',
    'WrongAnswerSignature',
    'OldErrorNames',
  ],
  callbacks: ['CallbackFirst', 'CallbackTenTimes', 'CallbackNever', 'WrongCallbackSignature'],
  bills: ['BillMissingRow', 'BillExtraRow', 'BillOtherAmount', 'BillOtherFee'],
} as const satisfies Record<string, readonly WalletFault[]>;

// Those that befall one thing alone need no choice of requests.
const choosy: ReadonlySet<WalletFault> = new Set([
  'SystemErrorDone',
  'SystemErrorUndone',
  'AnswerLost',
  'RequestLost',
  'Slow',
  'WrongAnswerSignature',
  'OldErrorNames',
]);

const any = '';
const delays = [3, 10, 30] as const;

interface WalletFaultsProps {
  readonly state: WalletsState;
  onChanged(this: void, state: WalletsState): void;
}

/** Switches for what goes wrong at the wallets, and what is switched on. */
export function WalletFaults({ state, onChanged }: WalletFaultsProps) {
  const { t } = useTranslation('phone');
  const { message } = App.useApp();
  const problemText = useProblemText();
  const [wallet, setWallet] = useState<WalletKind | typeof any>(any);
  const [operation, setOperation] = useState<WalletOperation | typeof any>(any);
  const [times, setTimes] = useState<number>(1);
  const [delay, setDelay] = useState<number>(10);
  const [busy, setBusy] = useState(false);
  const run = (request: Promise<WalletsState>): void => {
    setBusy(true);
    request
      .then(onChanged, (problem: unknown) => void message.error(problemText(problem)))
      .finally(() => setBusy(false));
  };
  const add = (fault: WalletFault): void =>
    run(
      addWalletFault({
        fault,
        delayMs: fault === 'Slow' ? delay * 1_000 : 0,
        ...(wallet !== any && { wallet }),
        ...(operation !== any && choosy.has(fault) && { operation }),
        ...(times > 0 && { times }),
      }),
    );
  const told = (rule: WalletFaultRule): string =>
    [
      rule.times === undefined ? t('forever') : t('timesLeft', { count: rule.times }),
      rule.wallet !== undefined && t(`wallets.${rule.wallet}`),
      rule.operation !== undefined && t(`operations.${rule.operation}`),
    ]
      .filter((part) => part !== false)
      .join(' · ');
  return (
    <section className={board['card']} aria-labelledby="wallet-faults-title">
      <h2 id="wallet-faults-title">{t('faultsTitle')}</h2>
      <p className={board['muted']}>{t('faultsText')}</p>
      <div className={styles['chooser']}>
        <TimesSelect
          label={t('times')}
          value={times}
          labelOf={(count) => (count === 0 ? t('forever') : t('timesOf', { count }))}
          onChange={setTimes}
        />
        <Select
          aria-label={t('wallet')}
          value={wallet}
          options={([any, 'WeChat', 'Alipay'] as const).map((value) => ({
            value,
            label: value === any ? t('bothWallets') : t(`wallets.${value}`),
          }))}
          onChange={setWallet}
        />
        <Select
          aria-label={t('operation')}
          value={operation}
          options={([any, ...payments] as const).map((value) => ({
            value,
            label: value === any ? t('allOperations') : t(`operations.${value}`),
          }))}
          onChange={setOperation}
        />
        <Select
          aria-label={t('delay')}
          value={delay}
          options={delays.map((value) => ({ value, label: t('delayOf', { seconds: value }) }))}
          onChange={setDelay}
        />
      </div>
      {(Object.keys(groups) as (keyof typeof groups)[]).map((group) => (
        <div key={group} className={styles['faultGroup']}>
          <h3>{t(`groups.${group}`)}</h3>
          <div className={styles['faults']}>
            {groups[group].map((fault) => (
              <Button key={fault} disabled={busy} onClick={() => add(fault)}>
                {t(`faults.${fault}`, { seconds: delay })}
              </Button>
            ))}
          </div>
        </div>
      ))}
      {state.faults.length > 0 && (
        <div className={styles['on']}>
          <ul>
            {state.faults.map((rule, place) => (
              <li key={place}>
                <b>{t(`faults.${rule.fault}`, { seconds: rule.delayMs / 1_000 })}</b> · {told(rule)}
              </li>
            ))}
          </ul>
          <Button danger disabled={busy} onClick={() => run(clearWalletFaults())}>
            {t('clearAll')}
          </Button>
        </div>
      )}
    </section>
  );
}
