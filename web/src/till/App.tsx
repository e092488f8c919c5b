import { CloudDownloadOutlined } from '@ant-design/icons';
import { Notice } from '@shared/components/Notice';
import { ConfigProvider } from 'antd';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { ApprovalHost } from './core/ApprovalHost';
import { startKeyboard } from './core/keyboard';
import { pressKey } from './core/shortcuts';
import { useTill, useUsable } from './core/tillStore';
import { useTillStream } from './core/useTillStream';
import { EnrolScreen } from './features/enrol/components/EnrolScreen';
import { LockScreen } from './features/session/components/LockScreen';
import { LoginScreen } from './features/session/components/LoginScreen';
import { TakenOver } from './features/session/components/TakenOver';
import { TurnedScreen } from './features/turned/components/TurnedScreen';
import { Banners } from './features/status/components/Banners';
import { Shell } from './Shell';

function Gate() {
  const { t } = useTranslation('status');
  const { view, connection } = useTill();
  if (view === null) {
    return connection === 'lost' ? <Banners /> : <Notice title={t('common:brand')} text={t('common:connecting')} />;
  }
  const till = view.till ?? null;
  const staff = view.staff ?? null;
  if (till === null && view.sync.enrolBecause != null) {
    return <EnrolScreen />;
  }
  if (till === null) {
    return <Notice icon={<CloudDownloadOutlined />} title={t('notReady')} text={t('notReadyText')} />;
  }
  if (staff !== null && !view.locked) {
    return <Shell view={view} till={till} staff={staff} />;
  }
  return (
    <>
      {connection === 'lost' && <Banners />}
      {staff === null ? (
        <LoginScreen till={till} people={view.people ?? []} />
      ) : view.turned ? (
        <TurnedScreen staff={staff} />
      ) : (
        <LockScreen till={till} staff={staff} />
      )}
    </>
  );
}

/** The till's page: follows the till, listens to keys and scanner, asks second persons. */
export function App() {
  useTillStream();
  useEffect(() => startKeyboard(pressKey), []);
  const usable = useUsable();
  return (
    <ConfigProvider componentDisabled={!usable}>
      <ApprovalHost>
        <Gate />
        <TakenOver />
      </ApprovalHost>
    </ConfigProvider>
  );
}
