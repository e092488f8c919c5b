import { TenderIcon } from '@shared/components/TenderIcon';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PaymentView } from '../../../api/types';
import { useMoney } from '../../../core/useMoney';
import { HoldPicker } from './HoldPicker';
import styles from './Pay.module.css';

interface CardTilesProps {
  readonly restMinor: number;
  /** What was typed; null for the whole rest. */
  readonly typedMinor: number | null;
  readonly disabled: boolean;
  /** Without an amount the card comes first. */
  onAsk(this: void, amountMinor: number | null, of: string | null): void;
}

/** The bank card: for the rest or what was typed, with the card first, or out of what a card holds already. */
export function CardTiles({ restMinor, typedMinor, disabled, onAsk }: CardTilesProps) {
  const { t } = useTranslation('cards');
  const money = useMoney();
  const [choosing, setChoosing] = useState(false);
  const amountMinor = typedMinor ?? restMinor;
  const tooMuch = amountMinor < 1 || amountMinor > restMinor;
  const complete = (hold: PaymentView): void => {
    setChoosing(false);
    onAsk(Math.min(amountMinor, hold.leftMinor > 0 ? hold.leftMinor : amountMinor), hold.id);
  };
  return (
    <>
      <div className={styles['label']}>{t('byCard')}</div>
      <div className={styles['cardWays']}>
        <button
          type="button"
          className={styles['tender']}
          disabled={disabled || tooMuch}
          onClick={() => onAsk(amountMinor, null)}
        >
          <TenderIcon large icon="card" color="#0b4f4a" />
          <span className={styles['tenderName']}>
            {t('byCard')}
            <small>{tooMuch ? t('pay:tooMuch') : money.full(amountMinor)}</small>
          </span>
        </button>
        <button
          type="button"
          className={`${styles['tender'] ?? ''} ${styles['slim'] ?? ''}`}
          disabled={disabled}
          onClick={() => onAsk(null, null)}
        >
          {t('cardFirst')}
        </button>
        <button
          type="button"
          className={`${styles['tender'] ?? ''} ${styles['slim'] ?? ''}`}
          disabled={disabled || tooMuch}
          onClick={() => setChoosing(true)}
        >
          {t('complete')}
        </button>
      </div>
      {choosing && <HoldPicker onChoose={complete} onClose={() => setChoosing(false)} />}
    </>
  );
}
