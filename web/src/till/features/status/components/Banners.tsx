import { DisconnectOutlined, LoadingOutlined, WarningFilled } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import { useTill } from '../../../core/tillStore';
import styles from './Status.module.css';

/** What the cashier must know at once: the till's program is gone, or something is wrong with the way up. */
export function Banners() {
  const { t } = useTranslation('status');
  const { view, connection } = useTill();
  if (connection === 'lost') {
    return (
      <div className={styles['banner']} role="alert">
        <LoadingOutlined aria-hidden="true" /> {t('common:connectionLost')}
      </div>
    );
  }
  if (view?.sync.alarm !== null && view?.sync.alarm !== undefined) {
    return (
      <div className={styles['banner']} role="alert">
        <WarningFilled aria-hidden="true" /> {t('alarmText', { code: view.sync.alarm })}
      </div>
    );
  }
  if (view?.sync.online === false && view.staff !== null && view.staff !== undefined) {
    return (
      <div className={`${styles['banner'] ?? ''} ${styles['amber'] ?? ''}`} role="status">
        <DisconnectOutlined aria-hidden="true" /> {t('offlineText')}
      </div>
    );
  }
  return null;
}
