import { DisconnectOutlined } from '@ant-design/icons';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useServerSilent } from '../api/contact';
import { setupState } from '../features/session/api/session';
import styles from '@shared/desk/Shell.module.css';

const retryMs = 3_000;

/** Says that the server is silent, and keeps asking until it is not. */
export function OfflineBanner() {
  const { t } = useTranslation('layout');
  const silent = useServerSilent();
  useEffect(() => {
    if (!silent) {
      return undefined;
    }
    // An open question that does not lengthen the session.
    const timer = window.setInterval(() => void setupState().catch(() => undefined), retryMs);
    return () => {
      window.clearInterval(timer);
    };
  }, [silent]);
  return (
    <div role="status" className={silent ? styles['offline'] : undefined}>
      {silent && (
        <>
          <DisconnectOutlined aria-hidden="true" /> {t('offline')}
        </>
      )}
    </div>
  );
}
