import { useTranslation } from 'react-i18next';
import { NumberEntry } from '../../../core/NumberEntry';
import { useShortcut } from '../../../core/shortcuts';
import { useUsable } from '../../../core/tillStore';
import { useMoney } from '../../../core/useMoney';
import styles from './Pay.module.css';

interface CashEntryProps {
  readonly dueMinor: number;
  readonly text: string;
  readonly pending: boolean;
  onText(this: void, change: (text: string) => string): void;
  onPay(this: void, givenMinor: number): void;
}

/** The sum that the customer hands over, typed, and the change as it is typed. */
export function CashEntry({ dueMinor, text, pending, onText, onPay }: CashEntryProps) {
  const { t } = useTranslation('pay');
  const money = useMoney();
  const usable = useUsable();
  // Nothing typed means that the customer gives the exact sum.
  const tenderedMinor = text === '' ? dueMinor : (money.parse(text) ?? 0);
  const changeMinor = tenderedMinor - dueMinor;
  const enough = changeMinor >= 0;
  useShortcut(['Enter', 'F2'], () => onPay(tenderedMinor), { enabled: enough && !pending && usable });
  return (
    <>
      <NumberEntry
        label={t('tendered')}
        text={text}
        prefix={money.symbol}
        decimals={money.exponent}
        longest={7}
        disabled={pending}
        onChange={onText}
      />
      <div className={`${styles['change'] ?? ''} ${enough ? '' : (styles['missing'] ?? '')}`} aria-live="polite">
        <span>{enough ? t('change') : t('missing')}</span>
        <strong>{money.full(Math.abs(changeMinor))}</strong>
      </div>
      <button
        type="button"
        className={styles['confirm']}
        disabled={!enough || pending || !usable}
        onClick={() => onPay(tenderedMinor)}
      >
        {pending ? t('paying') : t('confirm')}
        <span className={styles['key']} aria-hidden="true">
          Enter
        </span>
      </button>
    </>
  );
}
