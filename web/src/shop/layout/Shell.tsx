import { OfflineBanner } from '@shared/desk/OfflineBanner';
import { useRoute } from '@shared/desk/route';
import { Shell as DeskShell } from '@shared/desk/Shell';
import styles from '@shared/desk/Shell.module.css';
import { UserMenu } from '@shared/desk/UserMenu';
import { useLocalName } from '@shared/i18n/useLanguage';
import { Select } from 'antd';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay, useSession } from '../core/session';
import { setupState } from '../features/session/api/session';
import { PasswordDialog } from '../features/session/components/PasswordDialog';
import { pages } from './pages';

const tabs = ['today', 'orders', 'products', 'shifts'];

function StoreChoice() {
  const { t } = useTranslation('layout');
  const localName = useLocalName();
  const { view, storeId, setStoreId } = useSession();
  if (view.stores.length < 2 && view.storeId == null) {
    return null;
  }
  return (
    <Select
      className={styles['store'] ?? ''}
      aria-label={t('store')}
      disabled={view.storeId != null}
      value={storeId ?? ''}
      onChange={(id: string) => setStoreId(id === '' ? null : id)}
      options={[
        ...(view.storeId == null ? [{ value: '', label: t('core:allStores') }] : []),
        ...view.stores.map((store) => ({ value: store.id, label: localName(store.name, store.nameEn) })),
      ]}
    />
  );
}

/** The back office's pages around the one that is open. */
export function Shell({ children }: { readonly children: ReactNode }) {
  const { t } = useTranslation('layout');
  const localName = useLocalName();
  const { view, logOut } = useSession();
  const may = useMay();
  const route = useRoute();
  const [password, setPassword] = useState(false);
  const mine = pages.filter((page) => may(page.right));
  return (
    <DeskShell
      desk={t('office')}
      title={localName(view.merchantName, view.merchantNameEn)}
      pages={mine.map((page) => ({
        key: page.key,
        group: page.group,
        groupName: t(`groups.${page.group}`),
        name: t(`pages.${page.key}`),
        icon: page.icon,
      }))}
      tabs={tabs}
      tools={mine.find((page) => page.key === route.page)?.byStore === true && <StoreChoice />}
      user={
        <UserMenu
          name={localName(view.name, view.nameEn)}
          who={[t(`core:roles.${view.role}`), view.number]}
          account={t('session:changePassword')}
          onAccount={() => setPassword(true)}
          onLogOut={logOut}
        />
      }
      banner={<OfflineBanner text={t('offline')} ask={setupState} />}
    >
      {children}
      {password && <PasswordDialog onClose={() => setPassword(false)} />}
    </DeskShell>
  );
}
