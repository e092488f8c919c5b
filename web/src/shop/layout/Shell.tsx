import { DownOutlined, MenuFoldOutlined, MenuUnfoldOutlined, UserOutlined } from '@ant-design/icons';
import { LanguageSwitch } from '@shared/components/LanguageSwitch';
import { useLocalName } from '@shared/i18n/useLanguage';
import mark from '@shared/theme/guitai.svg';
import { Button, Drawer, Dropdown, Select } from 'antd';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useRoute } from '../core/route';
import { useMay, useSession } from '../core/session';
import { useMedia, useNarrow } from '../core/useNarrow';
import { PasswordDialog } from '../features/session/components/PasswordDialog';
import { Navigation, TabBar } from './Navigation';
import { OfflineBanner } from './OfflineBanner';
import styles from '@shared/desk/Shell.module.css';
import { pages } from './pages';

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

function UserMenu({ onPassword }: { onPassword(this: void): void }) {
  const { t } = useTranslation('layout');
  const localName = useLocalName();
  const narrow = useNarrow();
  const { view, logOut } = useSession();
  const name = localName(view.name, view.nameEn);
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: [
          { key: 'who', disabled: true, label: `${name} · ${t(`core:roles.${view.role}`)} · ${view.number}` },
          { type: 'divider' },
          { key: 'password', label: t('session:changePassword'), onClick: onPassword },
          { key: 'logOut', label: t('logOut'), onClick: logOut },
        ],
      }}
    >
      <Button type="text" icon={<UserOutlined aria-hidden="true" />} aria-label={`${t('account')}: ${name}`}>
        {!narrow && (
          <>
            {name} <DownOutlined aria-hidden="true" style={{ fontSize: 11 }} />
          </>
        )}
      </Button>
    </Dropdown>
  );
}

/** Navigation, header, and room for a page. */
export function Shell({ children }: { readonly children: ReactNode }) {
  const { t } = useTranslation('layout');
  const localName = useLocalName();
  const { view } = useSession();
  const may = useMay();
  const route = useRoute();
  const narrow = useNarrow();
  const medium = useMedia('(max-width: 1279px)');
  const [folded, setFolded] = useState<boolean | null>(null);
  const [drawer, setDrawer] = useState(false);
  const [password, setPassword] = useState(false);
  const mine = pages.filter((page) => may(page.right));
  const entry = mine.find((page) => page.key === route.page);
  const isFolded = folded ?? medium;
  return (
    <div className={styles['shell']}>
      <a className={styles['skip']} href="#main" onClick={focusMain}>
        {t('skip')}
      </a>
      {!narrow && (
        <aside className={`${styles['side'] ?? ''} ${isFolded ? (styles['sideFolded'] ?? '') : ''}`}>
          <div className={styles['brand']}>
            <img src={mark} alt="" width={32} height={32} />
            {!isFolded && (
              <span>
                {t('common:brand')} <small>{t('office')}</small>
              </span>
            )}
          </div>
          <Navigation pages={mine} current={route.page} folded={isFolded} />
          <button
            type="button"
            className={styles['fold']}
            aria-label={t(isFolded ? 'expand' : 'collapse')}
            onClick={() => setFolded(!isFolded)}
          >
            {isFolded ? <MenuUnfoldOutlined aria-hidden="true" /> : <MenuFoldOutlined aria-hidden="true" />}
          </button>
        </aside>
      )}
      <div className={styles['body']}>
        <header className={styles['header']}>
          <span className={styles['merchant']}>{localName(view.merchantName, view.merchantNameEn)}</span>
          <div className={styles['tools']}>
            {entry?.byStore === true && <StoreChoice />}
            <LanguageSwitch ghost />
            <UserMenu onPassword={() => setPassword(true)} />
          </div>
        </header>
        <OfflineBanner />
        <main id="main" tabIndex={-1} className={styles['main']}>
          {children}
        </main>
        {narrow && <TabBar pages={mine} current={route.page} onMore={() => setDrawer(true)} />}
      </div>
      <Drawer
        open={narrow && drawer}
        placement="left"
        size={280}
        title={t('common:brand')}
        onClose={() => setDrawer(false)}
      >
        <Navigation pages={mine} current={route.page} onGo={() => setDrawer(false)} />
      </Drawer>
      {password && <PasswordDialog onClose={() => setPassword(false)} />}
    </div>
  );
}

function focusMain(event: { preventDefault(): void }): void {
  event.preventDefault();
  document.getElementById('main')?.focus();
}
