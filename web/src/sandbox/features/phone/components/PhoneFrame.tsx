import { CheckCircleFilled, HistoryOutlined, QrcodeOutlined, ScanOutlined, WifiOutlined } from '@ant-design/icons';
import { useNow } from '@shared/components/useNow';
import { formatTime } from '@shared/i18n/time';
import { useLanguage } from '@shared/i18n/useLanguage';
import { useProblemText } from '@shared/i18n/useProblemText';
import { App } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PhoneOutcome, PhonePayment, PhonePrompt, PhoneState } from '../../../api/types';
import { pay, refuse, scan } from '../api/phone';
import type { Followed } from '../../../core/useFollowed';
import { money } from '../walletText';
import { HistoryTab } from './HistoryTab';
import { PasswordSheet } from './PasswordSheet';
import { PayCode } from './PayCode';
import board from '../../../core/Board.module.css';
import styles from './Phone.module.css';
import { ScanTab } from './ScanTab';

const tabs = ['pay', 'scan', 'history'] as const;
type Tab = (typeof tabs)[number];
const icons = { pay: QrcodeOutlined, scan: ScanOutlined, history: HistoryOutlined } as const;

/** A customer's phone, with whatever it asks for on top. */
export function PhoneFrame({ phone, state }: { readonly phone: PhoneState; readonly state: Followed<PhoneState> }) {
  const { t } = useTranslation('phone');
  const { message } = App.useApp();
  const problemText = useProblemText();
  const language = useLanguage();
  const now = useNow(1_000);
  const [tab, setTab] = useState<Tab>('pay');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [paid, setPaid] = useState<PhonePayment | null>(null);
  const { customer, prompts, history, open } = phone;
  const prompt = prompts[0];

  const run = async (request: Promise<PhoneOutcome>): Promise<PhoneOutcome | null> => {
    setBusy(true);
    try {
      const outcome = await request;
      await state.refresh();
      return outcome;
    } catch (failure) {
      void message.error(problemText(failure));
      return null;
    } finally {
      setBusy(false);
    }
  };
  const said = (outcome: PhoneOutcome): string => t(`refusals.${(outcome.refusal ?? '').replace('phone.', '')}`);
  const onScan = (text: string): void => {
    setPaid(null);
    setProblem(null);
    void run(scan(customer.index, text)).then((outcome) => {
      if (outcome?.refusal === undefined) return;
      const about =
        outcome.prompt === undefined ? '' : ` ${outcome.prompt.merchant} ${money(outcome.prompt.amountMinor)}`;
      void message.warning(said(outcome) + about);
    });
  };
  const onPay = async (wanted: PhonePrompt, password: string): Promise<void> => {
    const outcome = await run(pay(customer.index, wanted.id, password));
    if (outcome === null) return;
    setProblem(outcome.refusal === undefined ? null : said(outcome));
    setPaid(outcome.payment ?? null);
    if (outcome.refusal !== undefined && outcome.prompt === undefined) void message.warning(said(outcome));
  };
  const onRefuse = (wanted: PhonePrompt): void => {
    setProblem(null);
    void run(refuse(customer.index, wanted.id));
  };

  return (
    <section className={styles['phone']} aria-label={t('phoneOf', { name: customer.name })}>
      <header className={styles['status']}>
        <span>{formatTime(now, 'time', language)}</span>
        <b>{customer.name}</b>
        <span className={customer.online ? undefined : styles['offline']}>
          <WifiOutlined aria-hidden="true" /> {t(customer.online ? 'online' : 'noNetwork')}
        </span>
      </header>
      <div className={styles['screen']}>
        {prompt !== undefined ? (
          <PasswordSheet
            key={prompt.id}
            prompt={prompt}
            password={customer.password}
            problem={problem}
            busy={busy}
            onPay={(password) => onPay(prompt, password)}
            onRefuse={() => onRefuse(prompt)}
          />
        ) : paid !== null ? (
          <div className={styles['done']} role="status">
            <CheckCircleFilled aria-hidden="true" />
            <h3>{t('paid')}</h3>
            <p className={styles['amount']}>{money(paid.amountMinor)}</p>
            <p className={board['muted']}>{paid.merchant}</p>
            <button type="button" className={styles['plainButton']} onClick={() => setPaid(null)}>
              {t('finish')}
            </button>
          </div>
        ) : tab === 'pay' ? (
          <PayCode customer={customer.index} used={history[0]?.id ?? ''} />
        ) : tab === 'scan' ? (
          <ScanTab open={open} busy={busy} onScan={onScan} />
        ) : (
          <HistoryTab history={history} />
        )}
      </div>
      <nav className={styles['tabs']} aria-label={t('tabsLabel')}>
        {tabs.map((each) => {
          const Icon = icons[each];
          return (
            <button
              key={each}
              type="button"
              aria-pressed={tab === each && prompt === undefined}
              disabled={prompt !== undefined}
              onClick={() => {
                setTab(each);
                setPaid(null);
              }}
            >
              <Icon aria-hidden="true" />
              {t(`tabs.${each}`)}
            </button>
          );
        })}
      </nav>
    </section>
  );
}
