import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PinPadView } from '../../../api/types';
import { cx } from '../../../core/cx';
import { useHasFocus } from '../../../core/useHasFocus';
import { useKeys } from '../../../core/useKeys';
import styles from './Pin.module.css';

interface PinPadProps {
  readonly pad: PinPadView;
  readonly amount: string | null;
  readonly card: string | null;
  readonly said: string | null;
  readonly busy: boolean;
  /** Positions of the keys, in the order in which they were pressed; none: without a PIN. */
  onKeys(this: void, keys: readonly number[]): void;
  onCancel(this: void): void;
}

/**
 * The customer's PIN. The page knows positions of keys and how many were pressed; digits are nowhere but on the keys' faces, which stand in another order every time.
 */
export function PinPad({ pad, amount, card, said, busy, onKeys, onCancel }: PinPadProps) {
  const { t } = useTranslation('pin');
  const hasFocus = useHasFocus();
  const pressed = useRef<number[]>([]);
  const [count, setCount] = useState(0);
  const [short, setShort] = useState(false);
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => place.current?.focus(), []);

  const wipe = (): void => {
    pressed.current.fill(0);
    pressed.current = [];
    setCount(0);
  };
  useEffect(
    () => () => {
      pressed.current.fill(0);
      pressed.current = [];
    },
    [],
  );

  const press = (position: number): void => {
    if (busy || pressed.current.length >= pad.most) return;
    pressed.current.push(position);
    setCount(pressed.current.length);
    setShort(false);
  };
  const clear = (): void => {
    wipe();
    setShort(false);
  };
  const confirm = (): void => {
    if (busy) return;
    if (pressed.current.length < pad.least) {
      setShort(true);
      return;
    }
    const keys = [...pressed.current];
    wipe();
    onKeys(keys);
  };

  useKeys((event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const isDigit = /^\d$/.test(event.key);
    if (isDigit) press(pad.layout.indexOf(event.key));
    else if (event.key === 'Enter' && !(event.target instanceof HTMLButtonElement)) confirm();
    else if (event.key === 'Backspace' || event.key === 'Delete') clear();
    else if (event.key === 'Escape') onCancel();
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  });

  // Whoever has typed it wrong, or has only one try left from the beginning, is told before the chip blocks itself.
  const left = pad.triesLeft ?? null;
  const tries =
    left === null || (said === null && left > 1) ? null : left === 1 ? t('lastTry') : t('tries', { count: left });
  const key = (position: number) => (
    <button key={position} type="button" className={styles['key']} disabled={busy} onClick={() => press(position)}>
      {pad.layout[position]}
    </button>
  );
  return (
    <div ref={place} className={styles['pinPlace']} tabIndex={-1}>
      <div className={styles['facts']}>
        <h2 className={styles['pinAsk']}>{t('ask')}</h2>
        {amount !== null && <p className={styles['pinAmount']}>{amount}</p>}
        {card !== null && <p className={styles['pinCard']}>{card}</p>}
        <div className={styles['dots']} role="status" aria-label={t('entered', { count })}>
          {Array.from({ length: Math.max(pad.least === pad.most ? pad.most : 6, count) }, (_, place) => (
            <span key={place} className={cx(styles['dot'], place < count && styles['full'])} />
          ))}
        </div>
        <p className={styles['pinSaid']} role="alert">
          {short ? t('short', { least: pad.least }) : (said ?? '')}
          {!short && tries !== null && ` ${tries}`}
        </p>
        <p className={styles['pinHint']}>{hasFocus ? t('shuffled') : t('touch')}</p>
      </div>
      <div className={styles['keys']} role="group" aria-label={t('pad')}>
        {Array.from({ length: 9 }, (_, position) => key(position))}
        <button type="button" className={cx(styles['key'], styles['clear'])} disabled={busy} onClick={clear}>
          {t('clear')}
        </button>
        {key(9)}
        <button
          type="button"
          className={cx(styles['key'], styles['confirm'])}
          disabled={busy || count < pad.least}
          onClick={confirm}
        >
          {t('confirm')}
        </button>
        <div className={styles['ways']}>
          <button type="button" className={styles['way']} disabled={busy} onClick={onCancel}>
            {t('common:cancel')}
          </button>
          {pad.mayPass && (
            <button type="button" className={styles['way']} disabled={busy} onClick={() => onKeys([])}>
              {t('pass')}
            </button>
          )}
        </div>
      </div>
    </div>
  );
}
