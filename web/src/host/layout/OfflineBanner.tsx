import { DisconnectOutlined } from '@ant-design/icons';
import { reportContact, useServerSilent } from '@shared/desk/contact';
import styles from '@shared/desk/Shell.module.css';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useLive } from '../core/live';
import { setupState } from '../features/session/api/session';

const retryMs = 3_000;

/** Says that the host is silent, and keeps asking until it is not. */
export function OfflineBanner() {
  const { t } = useTranslation('layout');
  const silent = useServerSilent();
  const { stream } = useLive();
  useEffect(() => {
    // A stream that broke is the first to know; whether the host is there, a question tells.
    if (!silent && stream !== 'lost') {
      return undefined;
    }
    const ask = (): void =>
      void setupState().catch(() => {
        reportContact('silent');
      });
    ask();
    const timer = window.setInterval(ask, retryMs);
    return () => {
      window.clearInterval(timer);
    };
  }, [silent, stream]);
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
