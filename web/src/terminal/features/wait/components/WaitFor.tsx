import { useNow } from '@shared/components/useNow';
import { useTranslation } from 'react-i18next';
import type { PaymentKind, PaymentState, PaymentWait } from '../../../api/types';
import { cx } from '../../../core/cx';
import styles from './Wait.module.css';

interface WaitForProps {
  readonly payment: PaymentKind;
  readonly waits: PaymentWait;
  readonly state: PaymentState;
  readonly sinceMs: number;
  readonly card: string | null;
  readonly said: string | null;
}

const slowAfterSeconds = 15;

/** What is being waited for, for how long, and what that means. */
export function WaitFor({ payment, waits, state, sinceMs, card, said }: WaitForProps) {
  const { t } = useTranslation('wait');
  const now = useNow(500);
  const seconds = Math.max(0, Math.floor((now - sinceMs) / 1000));
  const givesBack = payment === 'GiveBack' || payment === 'PreAuthorisationCancel';
  const unknown = state === 'Unknown';
  const kind = waits === 'None' ? 'Answer' : waits;
  return (
    <div className={cx(styles['wait'], unknown && styles['unknown'])}>
      <div className={styles['ring']} aria-hidden="true">
        <svg viewBox="0 0 120 120">
          <circle cx="60" cy="60" r="52" className={styles['track']} />
          {kind !== 'Amount' && <circle cx="60" cy="60" r="52" className={styles['run']} pathLength={100} />}
        </svg>
        <span className={styles['seconds']}>
          {seconds}
          <small>{t('unit')}</small>
        </span>
      </div>
      <div className={styles['words']}>
        <div role="status">
          <h2 className={styles['title']}>{unknown ? t(`unknown.${kind}`) : t(`titles.${kind}`)}</h2>
          <p className={styles['text']}>{unknown ? t(`unknownTexts.${kind}`) : t(`texts.${kind}`)}</p>
        </div>
        {unknown && (
          <ul className={styles['rules']}>
            <li>{t('rules.wait')}</li>
            <li>{givesBack ? t('rules.back') : t('rules.charge')}</li>
            {payment === 'Sale' && <li>{t('rules.goods')}</li>}
          </ul>
        )}
        {!unknown && kind === 'Answer' && seconds >= slowAfterSeconds && <p className={styles['slow']}>{t('slow')}</p>}
        {said !== null && <p className={styles['slow']}>{said}</p>}
        {card !== null && <p className={styles['card']}>{card}</p>}
        <p className="visually-hidden">{t('since', { count: Math.floor(seconds / 10) * 10 })}</p>
      </div>
    </div>
  );
}
