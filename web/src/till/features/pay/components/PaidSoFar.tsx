import { CheckCircleFilled } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import type { CartTender } from '../../../api/types';
import { useMoney } from '../../../core/useMoney';
import { isByTerminal } from '../../../core/wallets';
import { useTenderName } from '../../../core/tenderNames';
import styles from './Pay.module.css';

interface PaidSoFarProps {
  readonly tenders: readonly CartTender[];
  readonly disabled: boolean;
  onTakeBack(this: void, tender: CartTender): void;
}

/** What was confirmed and stays on the order until it is complete; each can be taken back. */
export function PaidSoFar({ tenders, disabled, onTakeBack }: PaidSoFarProps) {
  const { t } = useTranslation('pay');
  const money = useMoney();
  const tenderName = useTenderName();
  return (
    <ul className={styles['parts']} aria-label={t('paidSoFar')}>
      {tenders.map((tender) => (
        <li key={tender.id} className={styles['part']}>
          <CheckCircleFilled aria-hidden="true" className={styles['partDone']} />
          <span className={styles['partName']}>
            {tenderName(tender.kind, tender.name, tender.nameEn)}
            <small>
              {[isByTerminal(tender.kind) ? '' : t('notVerified'), tender.reference ?? '']
                .filter((part) => part !== '')
                .join(' · ')}
            </small>
          </span>
          <strong>{money.full(tender.amountMinor)}</strong>
          <button type="button" className={styles['back']} disabled={disabled} onClick={() => onTakeBack(tender)}>
            {t('takeBack')}
          </button>
        </li>
      ))}
    </ul>
  );
}
