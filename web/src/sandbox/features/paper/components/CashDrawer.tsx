import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import board from '../../../core/Board.module.css';
import styles from './Paper.module.css';

/** Springs open at every kick; someone has to push it shut again. */
export function CashDrawer({ kicks }: { readonly kicks: number }) {
  const { t } = useTranslation('paper');
  // What was kicked before this page was opened leaves the drawer shut.
  const [shutAt, setShutAt] = useState<number | null>(null);
  if (shutAt === null && kicks > 0) {
    setShutAt(kicks);
  }
  const open = kicks > (shutAt ?? 0);
  return (
    <section className={board['card']}>
      <div className={styles['row']}>
        <h2>{t('drawer')}</h2>
        <Button disabled={!open} onClick={() => setShutAt(kicks)}>
          {t('shut')}
        </Button>
      </div>
      <div className={`${styles['drawer'] ?? ''} ${open ? (styles['open'] ?? '') : ''}`}>
        <div className={styles['box']}>
          <span className={styles['lock']} />
        </div>
        <div className={styles['tray']} role="status">
          {open ? t('drawerOpen') : t('drawerShut')}
        </div>
      </div>
      <p className={styles['muted']}>{t('kicks', { count: kicks })}</p>
    </section>
  );
}
