import { useTranslation } from 'react-i18next';
import type { TillView } from '../../../api/types';
import { cancelCard } from '../../../core/cards/cards';
import { holdOrder } from '../api/pay';
import styles from './Pay.module.css';

interface WaysOutProps {
  readonly id: string;
  readonly unknown: boolean;
  readonly outOfHands: boolean;
  readonly givenUp: boolean;
  readonly disabled: boolean;
  onSend(this: void, press: () => Promise<TillView>): void;
}

/** How the cashier leaves a payment under way: the order is put aside while the terminal goes on, or the payment is given up. */
export function WaysOut({ id, unknown, outOfHands, givenUp, disabled, onSend }: WaysOutProps) {
  const { t } = useTranslation('cards');
  return (
    <>
      {outOfHands && (
        <button
          type="button"
          className={styles['confirm']}
          disabled={disabled}
          onClick={() => onSend(() => holdOrder({ note: null }))}
        >
          {t('putAside')}
        </button>
      )}
      {!unknown && (
        <button
          type="button"
          className={styles['decline']}
          disabled={disabled || givenUp}
          onClick={() => onSend(() => cancelCard({ paymentId: id }))}
        >
          {givenUp ? t('givingUp') : t('cancelPayment')}
        </button>
      )}
    </>
  );
}
