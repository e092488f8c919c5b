import { LockOutlined } from '@ant-design/icons';
import { CrashBoundary } from '@shared/components/CrashBoundary';
import { Notice } from '@shared/components/Notice';
import { goTo, useRoute } from '@shared/desk/route';
import { useIdle } from '@shared/desk/useIdle';
import { Button } from 'antd';
import type { Ended } from '@shared/desk/LoginForm';
import { useEffect, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { HostSession } from '../api/types';
import { LiveProvider } from '../core/live';
import { SessionProvider } from '../core/session';
import { AlarmPage } from '../features/alarms/components/AlarmPage';
import { BatchPage } from '../features/batches/components/BatchPage';
import { ChipPage } from '../features/chips/components/ChipPage';
import { IssuerPage } from '../features/issuers/components/IssuerPage';
import { KeyPage } from '../features/keys/components/KeyPage';
import { LedgerPage } from '../features/ledger/components/LedgerPage';
import { MerchantPage } from '../features/merchants/components/MerchantPage';
import { AuditPage } from '../features/operators/components/AuditPage';
import { OperatorPage } from '../features/operators/components/OperatorPage';
import { OverviewPage } from '../features/overview/components/OverviewPage';
import { currentSession } from '../features/session/api/session';
import { TerminalPage } from '../features/terminals/components/TerminalPage';
import { TransactionPage } from '../features/transactions/components/TransactionPage';
import { WalletPage } from '../features/wallets/components/WalletPage';
import { Shell } from './Shell';
import { pages } from './pages';

interface InsideProps {
  readonly view: HostSession;
  onRefresh(this: void): void;
  onLeave(this: void, ended: Ended | null): void;
}

const home = 'overview';

const pageFor: Readonly<Record<string, () => ReactNode>> = {
  overview: () => <OverviewPage />,
  transactions: () => <TransactionPage />,
  alarms: () => <AlarmPage />,
  merchants: () => <MerchantPage />,
  terminals: () => <TerminalPage />,
  ledger: () => <LedgerPage />,
  batches: () => <BatchPage />,
  issuers: () => <IssuerPage />,
  wallets: () => <WalletPage />,
  chips: () => <ChipPage />,
  keys: () => <KeyPage />,
  operators: () => <OperatorPage />,
  audit: () => <AuditPage />,
};

/** Everything behind the login. */
export function Inside({ view, onRefresh, onLeave }: InsideProps) {
  const { t } = useTranslation('layout');
  const route = useRoute();
  const entry = pages.find((page) => page.key === route.page);

  useEffect(() => {
    if (route.page === '') {
      goTo(home);
    }
  }, [route.page]);

  useEffect(() => {
    document.title = entry === undefined ? t('title') : `${t(`pages.${entry.key}`)} · ${t('title')}`;
  }, [entry, t]);

  useIdle(
    view.idleMinutes,
    () => onLeave({ why: 'idle', minutes: view.idleMinutes }),
    () => void currentSession().catch(() => undefined),
  );

  const allowed = entry !== undefined && view.rights.includes(entry.right);
  const page = allowed ? pageFor[entry.key] : undefined;
  return (
    <SessionProvider value={{ view, refresh: onRefresh, logOut: () => onLeave(null) }}>
      <LiveProvider>
        <Shell>
          <CrashBoundary key={route.page}>
            {page?.() ??
              (route.page !== '' && (
                <Notice
                  icon={<LockOutlined />}
                  title={t(entry === undefined ? 'nowhere' : 'notYours')}
                  text={entry === undefined ? undefined : t('notYoursText')}
                >
                  <Button onClick={() => goTo(home)}>{t('goHome')}</Button>
                </Notice>
              ))}
          </CrashBoundary>
        </Shell>
      </LiveProvider>
    </SessionProvider>
  );
}
