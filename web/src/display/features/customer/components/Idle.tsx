import { useNow } from '@shared/components/useNow';
import { formatTime } from '@shared/i18n/time';
import type { DisplayView } from '../../../api/types';
import { Both } from './Both';
import styles from './Display.module.css';

/** Between customers: whose shop it is, what it has to say, what time it is. */
export function Idle({ view }: { readonly view: DisplayView }) {
  const now = useNow(1_000);
  const advertisement = view.advertisement ?? '';
  return (
    <main className={styles['idle']}>
      <span className={styles['ring']} aria-hidden="true" />
      <div className={styles['top']}>
        <span>{formatTime(now, 'longDay', 'zh-CN')}</span>
        <span className={styles['clock']}>{formatTime(now, 'time', 'zh-CN')}</span>
      </div>
      <div className={styles['middle']}>
        <h1 className={styles['store']}>{view.storeName}</h1>
        {view.storeNameEn !== null && view.storeNameEn !== undefined && (
          <p className={styles['second']} lang="en">
            {view.storeNameEn}
          </p>
        )}
        {advertisement !== '' && <p className={styles['advertisement']}>{advertisement}</p>}
      </div>
      <div className={styles['welcome']}>
        <Both id="welcome" />
      </div>
    </main>
  );
}
