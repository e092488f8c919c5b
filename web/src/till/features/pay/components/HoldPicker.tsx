import { useLoad } from '@shared/api/useLoad';
import { LoadedView } from '@shared/components/LoadedView';
import { Notice } from '@shared/components/Notice';
import { formatTime } from '@shared/i18n/time';
import { useLanguage } from '@shared/i18n/useLanguage';
import { useTranslation } from 'react-i18next';
import type { PaymentView } from '../../../api/types';
import { Dialog } from '../../../core/Dialog';
import { useMoney } from '../../../core/useMoney';
import { openHolds } from '../api/pay';
import styles from './Pay.module.css';

interface HoldPickerProps {
  onChoose(this: void, hold: PaymentView): void;
  onClose(this: void): void;
}

/** The pre-authorisations that are still open; one of them is completed. */
export function HoldPicker({ onChoose, onClose }: HoldPickerProps) {
  const { t } = useTranslation('cards');
  const language = useLanguage();
  const money = useMoney();
  const loaded = useLoad('holds', openHolds);
  return (
    <Dialog title={t('holdsTitle')} width={560} onClose={onClose}>
      <LoadedView loaded={loaded}>
        {(rows) =>
          rows.length === 0 ? (
            <Notice title={t('noHolds')} text={t('noHoldsText')} />
          ) : (
            <ul className={styles['holds']}>
              {rows.map(({ payment }) => (
                <li key={payment.id}>
                  <button type="button" className={styles['hold']} onClick={() => onChoose(payment)}>
                    <span>
                      {payment.card?.masked ?? ''}
                      <small>
                        {formatTime(payment.begunAtMs, 'dayTime', language)}
                        {payment.slip != null &&
                          ` · ${t('trace', { trace: String(payment.slip.trace).padStart(6, '0') })}`}
                      </small>
                    </span>
                    <strong>{money.full(payment.amountMinor ?? 0)}</strong>
                  </button>
                </li>
              ))}
            </ul>
          )
        }
      </LoadedView>
    </Dialog>
  );
}
