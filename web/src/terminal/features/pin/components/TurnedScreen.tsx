import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../core/Button';
import styles from './Pin.module.css';

interface TurnedScreenProps {
  readonly to: 'customer' | 'cashier';
  onReady(this: void): void;
}

/** Asks that the screen changes hands, and waits until it has. */
export function TurnedScreen({ to, onReady }: TurnedScreenProps) {
  const { t } = useTranslation('pin');
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => button.current?.focus(), []);
  const customer = to === 'customer';
  return (
    <div className={styles['turn']}>
      <svg viewBox="0 0 160 110" className={styles['turnPicture']} aria-hidden="true" focusable="false">
        <path
          d="M28 62a52 26 0 0 1 104-4"
          fill="none"
          stroke="#b4540a"
          strokeWidth="6"
          strokeLinecap="round"
          className={customer ? undefined : styles['mirrored']}
        />
        <path
          d="M120 50l13 10 8-15"
          fill="none"
          stroke="#b4540a"
          strokeWidth="6"
          strokeLinecap="round"
          strokeLinejoin="round"
          className={customer ? undefined : styles['mirrored']}
        />
        <rect x="46" y="44" width="68" height="46" rx="6" fill="#16302e" />
        <rect x="52" y="50" width="56" height="34" rx="2" fill="#e3efec" />
        <circle cx="66" cy="67" r="4" fill="#0b5a54" />
        <circle cx="80" cy="67" r="4" fill="#0b5a54" />
        <circle cx="94" cy="67" r="4" fill="#0b5a54" />
        <path d="M70 90h20l5 12H65z" fill="#41504d" />
      </svg>
      <h2 className={styles['turnTitle']}>{customer ? t('turn') : t('back')}</h2>
      <p className={styles['turnText']}>{customer ? t('turnText') : t('backText')}</p>
      <Button ref={button} look="main" className={styles['turnButton']} onClick={onReady}>
        {customer ? t('ready') : t('backReady')}
      </Button>
    </div>
  );
}
