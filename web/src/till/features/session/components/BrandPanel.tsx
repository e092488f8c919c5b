import { useNow } from '@shared/components/useNow';
import { formatTime } from '@shared/i18n/time';
import { useLanguage, useLocalName } from '@shared/i18n/useLanguage';
import logo from '@shared/theme/guitai.svg';
import { useTranslation } from 'react-i18next';
import type { TillInfo } from '../../../api/types';
import styles from './Session.module.css';

/** Who we are and what time it is, beside the log-in. */
export function BrandPanel({ till }: { readonly till: TillInfo }) {
  const { t } = useTranslation('session');
  const language = useLanguage();
  const localName = useLocalName();
  const now = useNow(1_000);
  return (
    <section className={styles['brand']}>
      <div className={styles['logo']}>
        <img src={logo} alt="" />
        {t('common:brand')}
      </div>
      <div>
        <h1 className={styles['store']}>{localName(till.storeName, till.storeNameEn)}</h1>
        <p className={styles['till']}>{t('till', { code: till.code })}</p>
      </div>
      <div>
        <div className={styles['clock']}>{formatTime(now, 'time', language)}</div>
        <div className={styles['day']}>{formatTime(now, 'longDay', language)}</div>
      </div>
    </section>
  );
}
