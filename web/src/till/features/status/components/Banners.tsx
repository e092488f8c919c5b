import { DisconnectOutlined, LoadingOutlined, PrinterOutlined, WarningFilled } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import { PrintQuestion } from '../../../core/PrintQuestion';
import { useTill } from '../../../core/tillStore';
import styles from './Status.module.css';

/** A paper that nobody knows about, or papers that wait for a printer in trouble. */
export function PrintBanner() {
  const { t } = useTranslation('status');
  const { view, connection } = useTill();
  const printer = view?.printer;
  const asked = printer?.uncertain[0];
  if (connection === 'lost' || printer === undefined) {
    return null;
  }
  if (asked !== undefined) {
    return (
      <div className={`${styles['banner'] ?? ''} ${styles['amber'] ?? ''}`}>
        <PrinterOutlined aria-hidden="true" /> <PrintQuestion key={asked.jobId} print={asked} />
      </div>
    );
  }
  if (printer.waiting > 0 && printer.state !== 'ready' && printer.state !== 'none') {
    return (
      <div className={`${styles['banner'] ?? ''} ${styles['amber'] ?? ''}`} role="status">
        <PrinterOutlined aria-hidden="true" />
        <span>
          {t(`printer.${printer.state}`)} · {t('printer.waits', { count: printer.waiting })}{' '}
          {t(`printerMend.${printer.state}`)}
        </span>
      </div>
    );
  }
  return null;
}

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
