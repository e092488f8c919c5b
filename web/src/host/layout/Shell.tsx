import { DownOutlined, MenuFoldOutlined, MenuUnfoldOutlined, UserOutlined } from '@ant-design/icons';
import { LanguageSwitch } from '@shared/components/LanguageSwitch';
import { useRoute } from '@shared/desk/route';
import styles from '@shared/desk/Shell.module.css';
import { useMedia, useNarrow } from '@shared/desk/useNarrow';
import mark from '@shared/theme/guitai.svg';
import { Button, Drawer, Dropdown } from 'antd';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay, useSession } from '../core/session';
import { AccountDialog } from '../features/session/components/AccountDialog';
import { Navigation, TabBar } from './Navigation';
import { OfflineBanner } from './OfflineBanner';
import { pages } from './pages';

function UserMenu({ onAccount }: { onAccount(this: void): void }) {
  const { t } = useTranslation('layout');
  const narrow = useNarrow();
  const { view, logOut } = useSession();
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: [
          { key: 'who', disabled: true, label: `${view.name} · ${t(`core:roles.${view.role}`)}` },
          { type: 'divider' },
          { key: 'account', label: t('security'), onClick: onAccount },
          { key: 'logOut', label: t('logOut'), onClick: logOut },
        ],
      }}
    >
      <Button type="text" icon={<UserOutlined aria-hidden="true" />} aria-label={`${t('account')}: ${view.name}`}>
        {!narrow && (
          <>
            {view.name} <DownOutlined aria-hidden="true" style={{ fontSize: 11 }} />
          </>
        )}
      </Button>
    </Dropdown>
  );
}

/** Navigation, header, and room for a page. */
export function Shell({ children }: { readonly children: ReactNode }) {
  const { t } = useTranslation('layout');
  const may = useMay();
  const route = useRoute();
  const narrow = useNarrow();
  const medium = useMedia('(max-width: 1279px)');
  const [folded, setFolded] = useState<boolean | null>(null);
  const [drawer, setDrawer] = useState(false);
  const [account, setAccount] = useState(false);
  const mine = pages.filter((page) => may(page.right));
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
                {t('common:brand')} <small>{t('host')}</small>
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
          <span className={styles['merchant']}>{t('title')}</span>
          <div className={styles['tools']}>
            <LanguageSwitch ghost />
            <UserMenu onAccount={() => setAccount(true)} />
          </div>
        </header>
        <OfflineBanner />
        <main id="main" tabIndex={0} className={styles['main']}>
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
      {account && <AccountDialog onClose={() => setAccount(false)} />}
    </div>
  );
}

function focusMain(event: { preventDefault(): void }): void {
  event.preventDefault();
  document.getElementById('main')?.focus();
}
