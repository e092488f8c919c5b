import { LanguageSwitch } from '@shared/components/LanguageSwitch';
import logo from '@shared/theme/guitai.svg';
import { useTranslation } from 'react-i18next';
import styles from './Enrol.module.css';
import { EnrolForm } from './EnrolForm';

/** A new device's first page. */
export function EnrolScreen() {
  const { t } = useTranslation('enrol');
  return (
    <main className={styles['screen']}>
      <div className={styles['card']}>
        <div className={styles['top']}>
          <img src={logo} alt="" />
          <h1 className={styles['title']}>{t('title')}</h1>
          <LanguageSwitch />
        </div>
        <p className={styles['text']}>{t('text')}</p>
        <EnrolForm />
      </div>
    </main>
  );
}
