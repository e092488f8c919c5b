import { useLoad } from '@shared/api/useLoad';
import { useLanguage } from '@shared/i18n/useLanguage';
import { useTranslation } from 'react-i18next';
import { hostApi } from '../../../api/hostApi';
import type { HostFigures, ResponseCode } from '../../../api/types';
import styles from './Overview.module.css';

const shown = 5;

/** What was answered most, as bars. */
export function Codes({ codes }: { readonly codes: HostFigures['codes'] }) {
  const { t } = useTranslation('overview');
  const language = useLanguage();
  const texts = useLoad('', () => hostApi.get<readonly ResponseCode[]>('response-codes'));
  const most = Math.max(1, ...codes.map((one) => one.count));
  if (codes.length === 0) {
    return <p className={styles['hint']}>{t('noCodes')}</p>;
  }
  return (
    <ul className={styles['codes']}>
      {codes.slice(0, shown).map(({ code, count }) => {
        const known = texts.data?.find((one) => one.code === code);
        return (
          <li key={code}>
            <span className="figures">{code}</span>
            <span className={styles['codeText']}>{language === 'en' ? known?.english : known?.chinese}</span>
            <span className={`${styles['count'] ?? ''} figures`}>{count.toLocaleString('en')}</span>
            <span className={styles['bar']} style={{ width: `${String((100 * count) / most)}%` }} aria-hidden="true" />
          </li>
        );
      })}
    </ul>
  );
}
