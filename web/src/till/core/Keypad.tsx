import { useTranslation } from 'react-i18next';
import styles from './Keypad.module.css';
import { digitKeys } from './keypadEntry';
import { useShortcut } from './shortcuts';
import { useUsable } from './tillStore';

interface KeypadProps {
  /** What the key beside the zero does: a decimal point, two zeros, or clear. */
  readonly extra: '.' | '00' | 'Delete';
  readonly disabled?: boolean;
  /** Listens to the keyboard's digits, too; not where text fields take them. */
  readonly keyboard?: boolean;
  /** The first row is 1 2 3, as on telephones and PIN pads; otherwise 7 8 9, as on calculators. */
  readonly phone?: boolean;
  press(this: void, key: string): void;
}

const phoneRows = ['1', '2', '3', '4', '5', '6', '7', '8', '9'];
const calculatorRows = ['7', '8', '9', '4', '5', '6', '1', '2', '3'];
const keyboardKeys = [...digitKeys, '.', 'Backspace', 'Delete'];

/** Digits for fingers; the keyboard's own do the same. */
export function Keypad({ extra, disabled = false, keyboard = true, phone = false, press }: KeypadProps) {
  const { t } = useTranslation();
  const usable = useUsable();
  const off = disabled || !usable;
  useShortcut(keyboardKeys, press, { enabled: keyboard && !off });
  const names: Readonly<Record<string, string>> = { '.': t('point'), Delete: t('clear'), Backspace: t('backspace') };
  const faces: Readonly<Record<string, string>> = { Delete: 'C', Backspace: '⌫' };
  return (
    <div className={styles['keypad']}>
      {[...(phone ? phoneRows : calculatorRows), extra, '0', 'Backspace'].map((key) => (
        <button
          key={key}
          type="button"
          className={`${styles['key'] ?? ''} ${key.length > 2 ? (styles['soft'] ?? '') : ''}`}
          aria-label={names[key]}
          disabled={off}
          onClick={() => {
            press(key);
          }}
        >
          {faces[key] ?? key}
        </button>
      ))}
    </div>
  );
}
