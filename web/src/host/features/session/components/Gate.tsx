import { LanguageSwitch } from '@shared/components/LanguageSwitch';
import styles from '@shared/desk/Gate.module.css';
import mark from '@shared/theme/guitai.svg';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

/** The outer room: brand on one side, a form on the other. */
export function Gate({ children }: { readonly children: ReactNode }) {
  const { t } = useTranslation('session');
  return (
    <div className={styles['gate']}>
      <aside className={styles['side']}>
        <div className={styles['brand']}>
          <img src={mark} alt="" width={44} height={44} />
          <span>{t('common:brand')}</span>
        </div>
        <div className={styles['words']}>
          <p className={styles['slogan']}>{t('slogan')}</p>
          <ul className={styles['points']}>
            <li>{t('point1')}</li>
            <li>{t('point2')}</li>
            <li>{t('point3')}</li>
          </ul>
        </div>
      </aside>
      <main className={styles['main']}>
        <div className={styles['language']}>
          <LanguageSwitch />
        </div>
        <div className={styles['form']}>{children}</div>
      </main>
    </div>
  );
}
