import { Button } from 'antd';
import { useEffect, useEffectEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PhonePrompt } from '../../../api/types';
import { money } from '../walletText';
import board from '../../../core/Board.module.css';
import styles from './Phone.module.css';

interface PasswordSheetProps {
  readonly prompt: PhonePrompt;
  readonly password: string;
  readonly problem: string | null;
  readonly busy: boolean;
  onPay(this: void, password: string): Promise<void>;
  onRefuse(this: void): void;
}

const keys = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '', '0', '⌫'] as const;
const length = 6;

/** Who wants how much, and the keypad for the password; the last digit pays. */
export function PasswordSheet({ prompt, password, problem, busy, onPay, onRefuse }: PasswordSheetProps) {
  const { t } = useTranslation('phone');
  const [typed, setTyped] = useState('');
  const press = (key: string): void => {
    if (busy) return;
    const next = key === '⌫' ? typed.slice(0, -1) : (typed + key).slice(0, length);
    setTyped(next);
    if (next.length === length && key !== '⌫') void onPay(next).finally(() => setTyped(''));
  };
  const pressKey = useEffectEvent((event: KeyboardEvent) => {
    const target = event.target;
    if (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement) return;
    if (/^\d$/.test(event.key)) press(event.key);
    else if (event.key === 'Backspace') press('⌫');
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => pressKey(event);
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);
  return (
    <section className={styles['ask']} aria-label={t('askTitle')}>
      <p className={board['muted']}>{t(`wallets.${prompt.wallet}`)}</p>
      <h3>{prompt.merchant}</h3>
      <p className={styles['amount']}>{money(prompt.amountMinor)}</p>
      <p className={board['muted']}>{prompt.description}</p>
      <p className={styles['dots']} aria-label={t('typed', { count: typed.length })} role="status">
        {Array.from({ length }, (_, place) => (
          <span key={place} className={place < typed.length ? styles['dot'] : undefined} aria-hidden="true" />
        ))}
      </p>
      <p
        className={problem === null ? board['muted'] : styles['problem']}
        role={problem === null ? undefined : 'alert'}
      >
        {problem ?? t('passwordIs', { password })}
      </p>
      <div className={styles['keys']}>
        {keys.map((key) =>
          key === '' ? (
            <span key="none" />
          ) : (
            <button
              key={key}
              type="button"
              disabled={busy}
              aria-label={key === '⌫' ? t('erase') : undefined}
              onClick={() => press(key)}
            >
              {key}
            </button>
          ),
        )}
      </div>
      <Button block size="large" danger disabled={busy} onClick={onRefuse}>
        {t('refuse')}
      </Button>
    </section>
  );
}
