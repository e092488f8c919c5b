import { formatTime } from '@shared/i18n/time';
import { useLanguage } from '@shared/i18n/useLanguage';
import { useTranslation } from 'react-i18next';
import type { PhonePayment } from '../../../api/types';
import { money } from '../walletText';
import board from '../../../core/Board.module.css';
import styles from './Phone.module.css';

/** What the customer paid, and what came back of it. */
export function HistoryTab({ history }: { readonly history: readonly PhonePayment[] }) {
  const { t } = useTranslation('phone');
  const language = useLanguage();
  return (
    <div className={styles['scroll']}>
      {history.length === 0 && <p className={board['muted']}>{t('noHistory')}</p>}
      <ul className={styles['rows']}>
        {history.map((payment) => (
          <li key={payment.id} className={styles['row']}>
            <span>
              <b>{payment.merchant}</b>
              <small>
                {t(`wallets.${payment.wallet}`)} · {formatTime(payment.paidMs, 'dayTime', language)}
              </small>
              {payment.refunds.map((refund, place) => (
                <small key={place} className={styles['back']}>
                  {t(refund.reversal ? 'reversedAt' : 'refundedAt', {
                    amount: money(refund.amountMinor),
                    time: formatTime(refund.atMs, 'dayTime', language),
                  })}
                </small>
              ))}
            </span>
            <b className={styles['sum']}>{money(-payment.amountMinor)}</b>
          </li>
        ))}
      </ul>
    </div>
  );
}
