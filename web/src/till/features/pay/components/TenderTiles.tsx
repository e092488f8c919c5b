import { TenderIcon } from '@shared/components/TenderIcon';
import { useLocalName } from '@shared/i18n/useLanguage';
import { useTranslation } from 'react-i18next';
import type { TenderType } from '../../../api/types';
import { useMoney } from '../../../core/useMoney';
import styles from './Pay.module.css';

interface TenderTilesProps {
  readonly types: readonly TenderType[];
  readonly restMinor: number;
  /** What was typed; null for the whole rest. */
  readonly typedMinor: number | null;
  readonly disabled: boolean;
  onAsk(this: void, type: TenderType, amountMinor: number): void;
}

/** The owner's tenders: each takes the rest, or the sum that was typed. */
export function TenderTiles({ types, restMinor, typedMinor, disabled, onAsk }: TenderTilesProps) {
  const { t } = useTranslation('pay');
  const money = useMoney();
  const localName = useLocalName();
  const amountMinor = typedMinor ?? restMinor;
  return (
    <>
      <div className={styles['label']}>{t('otherWays')}</div>
      <div className={styles['tenders']}>
        {types.map((type) => {
          const tooMuch = amountMinor < 1 || (amountMinor > restMinor && !type.givesChange);
          return (
            <button
              key={type.id}
              type="button"
              className={styles['tender']}
              disabled={disabled || tooMuch}
              onClick={() => onAsk(type, amountMinor)}
            >
              <TenderIcon large icon={type.icon} color={type.color} />
              <span className={styles['tenderName']}>
                {localName(type.name, type.nameEn)}
                <small>{tooMuch ? t('tooMuch') : money.full(amountMinor)}</small>
              </span>
            </button>
          );
        })}
      </div>
    </>
  );
}
