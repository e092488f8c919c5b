import { LockOutlined } from '@ant-design/icons';
import { setStoreTimeZone } from '@shared/i18n/time';
import { CrashBoundary } from '@shared/components/CrashBoundary';
import { Notice } from '@shared/components/Notice';
import { Button } from 'antd';
import type { Ended } from '@shared/desk/LoginForm';
import { useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Guid, SessionView } from '../api/types';
import { goTo, useRoute } from '../core/route';
import { SessionProvider } from '../core/session';
import { useIdle } from '../core/useIdle';
import { AlarmPage } from '../features/alarms/components/AlarmPage';
import { AlarmPanel } from '../features/alarms/components/AlarmPanel';
import { AuditPage } from '../features/alarms/components/AuditPage';
import { GroupsPage } from '../features/groups/components/GroupsPage';
import { ImportPage } from '../features/imports/components/ImportPage';
import { OrderPage } from '../features/orders/components/OrderPage';
import { ProductPage } from '../features/products/components/ProductPage';
import { ProposalPage } from '../features/products/components/ProposalPage';
import { ProposalPanel } from '../features/products/components/ProposalPanel';
import { currentSession } from '../features/session/api/session';
import { SettingsPage } from '../features/settings/components/SettingsPage';
import { TillPanel } from '../features/settings/components/TillPanel';
import { ShiftPage } from '../features/shifts/components/ShiftPage';
import { StaffPage } from '../features/staff/components/StaffPage';
import { TodayPage } from '../features/today/components/TodayPage';
import { Shell } from './Shell';
import { pages } from './pages';

interface InsideProps {
  readonly view: SessionView;
  onRefresh(this: void): void;
  onLeave(this: void, ended: Ended | null): void;
}

function pageFor(view: SessionView): Readonly<Record<string, () => ReactNode>> {
  const settings = view.rights.includes('editSettings');
  const masters = view.rights.includes('editMasters');
  return {
    today: () => (
      <TodayPage
        aside={
          <>
            <AlarmPanel />
            {masters && <ProposalPanel />}
            {settings && <TillPanel />}
          </>
        }
      />
    ),
    orders: () => <OrderPage />,
    shifts: () => <ShiftPage />,
    products: () => <ProductPage />,
    proposals: () => <ProposalPage />,
    groups: () => <GroupsPage />,
    import: () => <ImportPage />,
    staff: () => <StaffPage />,
    settings: () => <SettingsPage />,
    alarms: () => <AlarmPage />,
    audit: () => <AuditPage />,
  };
}

/** Everything behind the login. */
export function Inside({ view, onRefresh, onLeave }: InsideProps) {
  const { t } = useTranslation('layout');
  const route = useRoute();
  const [chosen, setChosen] = useState<Guid | null>(null);
  const storeId = view.storeId ?? chosen;
  // Before anything below is drawn: the back office shows the store's clock, wherever the browser stands.
  setStoreTimeZone((view.stores.find((store) => store.id === storeId) ?? view.stores[0])?.timeZone);
  const entry = pages.find((page) => page.key === route.page);
  const home = pages.find((page) => view.rights.includes(page.right))?.key;

  useEffect(() => {
    if (route.page === '' && home !== undefined) {
      goTo(home);
    }
  }, [route.page, home]);

  useEffect(() => {
    document.title = entry === undefined ? t('title') : `${t(`pages.${entry.key}`)} · ${t('title')}`;
  }, [entry, t]);

  useIdle(
    view.idleMinutes,
    () => onLeave({ why: 'idle', minutes: view.idleMinutes }),
    () => void currentSession().catch(() => undefined),
  );

  const allowed = entry !== undefined && view.rights.includes(entry.right);
  const page = allowed ? pageFor(view)[entry.key] : undefined;
  return (
    <SessionProvider value={{ view, storeId, setStoreId: setChosen, refresh: onRefresh, logOut: () => onLeave(null) }}>
      <Shell>
        <CrashBoundary key={route.page}>
          {page?.() ??
            (route.page !== '' && (
              <Notice
                icon={<LockOutlined />}
                title={t(entry === undefined ? 'nowhere' : 'notYours')}
                text={entry === undefined ? undefined : t('notYoursText')}
              >
                {home !== undefined && <Button onClick={() => goTo(home)}>{t('goToday')}</Button>}
              </Notice>
            ))}
        </CrashBoundary>
      </Shell>
    </SessionProvider>
  );
}
