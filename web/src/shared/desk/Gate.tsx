import { LanguageSwitch } from '@shared/components/LanguageSwitch';
import mark from '@shared/theme/guitai.svg';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './Gate.module.css';

interface GateProps {
  readonly slogan: string;
  readonly points: readonly string[];
  readonly wide?: boolean;
  readonly children: ReactNode;
}

/** The outer room: brand on one side, a form on the other. */
export function Gate({ slogan, points, wide = false, children }: GateProps) {
  const { t } = useTranslation();
  return (
    <div className={styles['gate']}>
      <aside className={styles['side']}>
        <div className={styles['brand']}>
          <img src={mark} alt="" width={44} height={44} />
          <span>{t('brand')}</span>
        </div>
        <div className={styles['words']}>
          <p className={styles['slogan']}>{slogan}</p>
          <ul className={styles['points']}>
            {points.map((point) => (
              <li key={point}>{point}</li>
            ))}
          </ul>
        </div>
      </aside>
      <main className={styles['main']}>
        <div className={styles['language']}>
          <LanguageSwitch />
        </div>
        <div className={wide ? styles['wide'] : styles['form']}>{children}</div>
      </main>
    </div>
  );
}
