import type { Ref } from 'react';
import styles from './PinForm.module.css';

interface PinFieldProps {
  readonly ref: Ref<HTMLInputElement>;
  readonly label: string;
  readonly secret: boolean;
  readonly value: string;
  onFocus(this: void): void;
  onChange(this: void, text: string): void;
}

/** Digits only; the device's own keyboard stays away, since a keypad stands beside it. */
export function PinField({ ref, label, secret, value, onFocus, onChange }: PinFieldProps) {
  return (
    <label className={styles['field']}>
      <span className={styles['label']}>{label}</span>
      <input
        ref={ref}
        className={styles['input']}
        type={secret ? 'password' : 'text'}
        inputMode="none"
        autoComplete="off"
        name={secret ? 'till-pin' : 'till-number'}
        value={value}
        onFocus={onFocus}
        onChange={(event) => {
          onChange(event.target.value);
        }}
      />
    </label>
  );
}
