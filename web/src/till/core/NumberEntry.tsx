import { Keypad } from './Keypad';
import { typeKey } from './keypadEntry';
import styles from './NumberEntry.module.css';

interface NumberDisplayProps {
  readonly label: string;
  readonly text: string;
  readonly prefix?: string;
  readonly suffix?: string;
}

/** Large digits of what is being typed. */
export function NumberDisplay({ label, text, prefix, suffix }: NumberDisplayProps) {
  return (
    <div className={styles['display']} role="status" aria-label={label}>
      <span className={styles['label']}>{label}</span>
      {prefix !== undefined && <span className={styles['unit']}>{prefix}</span>}
      <span className={text === '' ? styles['empty'] : undefined}>{text === '' ? '0' : text}</span>
      <span className={styles['caret']} aria-hidden="true" />
      {suffix !== undefined && <span className={styles['unit']}>{suffix}</span>}
    </div>
  );
}

interface NumberEntryProps extends NumberDisplayProps {
  readonly decimals: number;
  readonly longest?: number;
  readonly disabled?: boolean;
  readonly keyboard?: boolean;
  onChange(this: void, change: (text: string) => string): void;
}

/** A number with its keypad. */
export function NumberEntry(props: NumberEntryProps) {
  const { decimals, longest = 9, disabled = false, keyboard = true, onChange } = props;
  return (
    <div>
      <NumberDisplay {...props} />
      <Keypad
        extra={decimals > 0 ? '.' : 'Delete'}
        disabled={disabled}
        keyboard={keyboard}
        press={(key) => {
          onChange((text) => typeKey(text, key, decimals, longest));
        }}
      />
    </div>
  );
}
