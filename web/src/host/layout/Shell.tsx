import { OfflineBanner } from '@shared/desk/OfflineBanner';
import { Shell as DeskShell } from '@shared/desk/Shell';
import { UserMenu } from '@shared/desk/UserMenu';
import { Badge } from 'antd';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useLive } from '../core/live';
import { useMay, useSession } from '../core/session';
import { setupState } from '../features/session/api/session';
import { AccountDialog } from '../features/session/components/AccountDialog';
import { pages } from './pages';

const tabs = ['overview', 'transactions', 'alarms', 'terminals'];

function AlarmIcon({ children }: { readonly children: ReactNode }) {
  const { view } = useLive();
  return (view?.openAlarms ?? 0) > 0 ? (
    <Badge dot color="#e58e3a">
      <span style={{ color: 'inherit' }}>{children}</span>
    </Badge>
  ) : (
    children
  );
}

/** The host's pages around the one that is open. */
export function Shell({ children }: { readonly children: ReactNode }) {
  const { t } = useTranslation('layout');
  const { view, logOut } = useSession();
  const { stream } = useLive();
  const may = useMay();
  const [account, setAccount] = useState(false);
  return (
    <DeskShell
      desk={t('host')}
      title={t('title')}
      pages={pages
        .filter((page) => may(page.right))
        .map((page) => ({
          key: page.key,
          group: page.group,
          groupName: t(`groups.${page.group}`),
          name: t(`pages.${page.key}`),
          icon: page.key === 'alarms' ? <AlarmIcon>{page.icon}</AlarmIcon> : page.icon,
        }))}
      tabs={tabs}
      user={
        <UserMenu
          name={view.name}
          who={[t(`core:roles.${view.role}`)]}
          account={t('security')}
          onAccount={() => setAccount(true)}
          onLogOut={logOut}
        />
      }
      banner={
        // A stream that broke is the first to know; whether the host is there, a question tells.
        <OfflineBanner text={t('offline')} suspect={stream === 'lost'} ask={setupState} />
      }
    >
      {children}
      {account && <AccountDialog onClose={() => setAccount(false)} />}
    </DeskShell>
  );
}
