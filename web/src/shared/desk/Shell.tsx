import { MenuFoldOutlined, MenuUnfoldOutlined } from '@ant-design/icons';
import { LanguageSwitch } from '@shared/components/LanguageSwitch';
import mark from '@shared/theme/guitai.svg';
import { Drawer } from 'antd';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Navigation, TabBar, type DeskPage } from './Navigation';
import { useRoute } from './route';
import styles from './Shell.module.css';
import { useMedia, useNarrow } from './useNarrow';

interface ShellProps {
  /** Which desk this is, beside the brand. */
  readonly desk: string;
  /** Whose it is, in the header. */
  readonly title: string;
  /** The pages this person may open. */
  readonly pages: readonly DeskPage[];
  /** Keys of those in a phone's bar at the foot. */
  readonly tabs: readonly string[];
  /** Stand in the header, before the choice of language. */
  readonly tools?: ReactNode;
  /** The person's own menu. */
  readonly user: ReactNode;
  /** Says when the server is silent. */
  readonly banner: ReactNode;
  readonly children: ReactNode;
}

/** Navigation, header, and room for a page. */
export function Shell({ desk, title, pages, tabs, tools, user, banner, children }: ShellProps) {
  const { t } = useTranslation('desk');
  const route = useRoute();
  const narrow = useNarrow();
  const medium = useMedia('(max-width: 1279px)');
  const [folded, setFolded] = useState<boolean | null>(null);
  const [drawer, setDrawer] = useState(false);
  const isFolded = folded ?? medium;
  return (
    <div className={styles['shell']}>
      <a className={styles['skip']} href="#main" onClick={focusMain}>
        {t('shell.skip')}
      </a>
      {!narrow && (
        <aside className={`${styles['side'] ?? ''} ${isFolded ? (styles['sideFolded'] ?? '') : ''}`}>
          <div className={styles['brand']}>
            <img src={mark} alt="" width={32} height={32} />
            {!isFolded && (
              <span>
                {t('common:brand')} <small>{desk}</small>
              </span>
            )}
          </div>
          <Navigation pages={pages} current={route.page} folded={isFolded} />
          <button
            type="button"
            className={styles['fold']}
            aria-label={isFolded ? t('shell.expand') : t('shell.collapse')}
            onClick={() => setFolded(!isFolded)}
          >
            {isFolded ? <MenuUnfoldOutlined aria-hidden="true" /> : <MenuFoldOutlined aria-hidden="true" />}
          </button>
        </aside>
      )}
      <div className={styles['body']}>
        <header className={styles['header']}>
          <span className={styles['merchant']}>{title}</span>
          <div className={styles['tools']}>
            {tools}
            <LanguageSwitch ghost />
            {user}
          </div>
        </header>
        {banner}
        <main id="main" tabIndex={0} className={styles['main']}>
          {children}
        </main>
        {narrow && (
          <TabBar
            pages={pages.filter((page) => tabs.includes(page.key))}
            current={route.page}
            onMore={() => setDrawer(true)}
          />
        )}
      </div>
      <Drawer
        open={narrow && drawer}
        placement="left"
        size={280}
        title={t('common:brand')}
        onClose={() => setDrawer(false)}
      >
        <Navigation pages={pages} current={route.page} onGo={() => setDrawer(false)} />
      </Drawer>
    </div>
  );
}

// The hash is the page's address: a jump must not change it.
function focusMain(event: { preventDefault(): void }): void {
  event.preventDefault();
  document.getElementById('main')?.focus();
}
