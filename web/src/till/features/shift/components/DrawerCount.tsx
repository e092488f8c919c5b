import { useState } from 'react';
import { Keypad } from '../../../core/Keypad';
import { typeKey } from '../../../core/keypadEntry';
import { useShortcut } from '../../../core/shortcuts';
import { useMoney } from '../../../core/useMoney';
import styles from './Shift.module.css';

/** How many of each note or coin, by its value in minor units. */
export type Counts = Readonly<Record<number, number>>;

interface DrawerCountProps {
  readonly values: readonly number[];
  readonly counts: Counts;
  readonly disabled: boolean;
  onChange(this: void, change: (counts: Counts) => Counts): void;
}

/** Counts notes and coins: choose one, type how many; Enter or the arrows go on to the next. */
export function DrawerCount({ values, counts, disabled, onChange }: DrawerCountProps) {
  const money = useMoney();
  const [index, setIndex] = useState(0);
  const go = (step: number): void => {
    setIndex((before) => Math.max(0, Math.min(values.length - 1, before + step)));
  };
  useShortcut(['Enter', 'ArrowDown', 'ArrowRight'], () => go(1));
  useShortcut(['ArrowUp', 'ArrowLeft'], () => go(-1));
  const value = values[index];
  return (
    <div className={styles['count']}>
      <ul className={styles['denominations']}>
        {values.map((valueMinor, at) => {
          const pieces = counts[valueMinor] ?? 0;
          return (
            <li key={valueMinor}>
              <button
                type="button"
                className={styles['denomination']}
                aria-pressed={at === index}
                disabled={disabled}
                onClick={() => setIndex(at)}
              >
                <span className={styles['value']}>{money.short(valueMinor)}</span>
                <span className={styles['pieces']}>× {pieces}</span>
                <span className={styles['worth']}>{money.full(valueMinor * pieces)}</span>
              </button>
            </li>
          );
        })}
      </ul>
      <Keypad
        extra="Delete"
        disabled={disabled}
        press={(key) => {
          if (value !== undefined) {
            onChange((before) => {
              const text = before[value] === undefined || before[value] === 0 ? '' : String(before[value]);
              return { ...before, [value]: Number(typeKey(text, key, 0, 5)) };
            });
          }
        }}
      />
    </div>
  );
}
