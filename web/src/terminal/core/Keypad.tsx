import styles from './Keypad.module.css';

interface KeypadProps {
  readonly label: string;
  readonly clearLabel: string;
  readonly backLabel: string;
  onDigit(this: void, digit: string): void;
  onClear(this: void): void;
  onBack(this: void): void;
}

const digits = ['1', '2', '3', '4', '5', '6', '7', '8', '9'] as const;

/** Digits for fingers. The keys take no focus, so that the field that is being filled keeps it. */
export function Keypad({ label, clearLabel, backLabel, onDigit, onClear, onBack }: KeypadProps) {
  const key = (text: string, name: string, press: () => void) => (
    <button
      key={name}
      type="button"
      tabIndex={-1}
      className={styles['key']}
      aria-label={name}
      onPointerDown={(event) => event.preventDefault()}
      onClick={press}
    >
      {text}
    </button>
  );
  return (
    <div className={styles['pad']} role="group" aria-label={label}>
      {digits.map((digit) => key(digit, digit, () => onDigit(digit)))}
      {key('C', clearLabel, onClear)}
      {key('0', '0', () => onDigit('0'))}
      {key('⌫', backLabel, onBack)}
    </div>
  );
}
