import { setLanguage } from '@shared/i18n/i18n';
import { useLanguage } from '@shared/i18n/useLanguage';
import { useTranslation } from 'react-i18next';
import styles from './Stage.module.css';

/** Switches between Chinese and English; the label is the other language's own name. */
export function Language() {
  const { t } = useTranslation();
  const language = useLanguage();
  const other = language === 'en' ? 'zh-CN' : 'en';
  return (
    <button type="button" className={styles['language']} lang={other} onClick={() => void setLanguage(other)}>
      {t('switchLanguage')}
    </button>
  );
}
