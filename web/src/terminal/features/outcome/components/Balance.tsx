import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../core/Button';
import { money } from '../../../core/money';
import styles from './Outcome.module.css';

interface BalanceProps {
  readonly balanceMinor: number;
  readonly currency: string;
  readonly card: string | null;
}

/** What is on the card, for its holder alone: behind a button, and hidden again with another touch. */
export function Balance({ balanceMinor, currency, card }: BalanceProps) {
  const { t } = useTranslation('outcome');
  const [open, setOpen] = useState(false);
  return (
    <div className={styles['balance']}>
      <h2 className={styles['title']}>{t('balance.title')}</h2>
      <p className={styles['sum']} aria-live="polite">
        {open ? money(balanceMinor, currency) : <span aria-label={t('balance.hidden')}>••••••</span>}
      </p>
      {card !== null && <p className={styles['why']}>{card}</p>}
      <p className={styles['next']}>{t('balance.turn')}</p>
      <Button look="main" onClick={() => setOpen(!open)}>
        {open ? t('balance.hide') : t('balance.show')}
      </Button>
    </div>
  );
}
