import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { linkTo } from './route';
import styles from './Shell.module.css';

/** One page of a desk, named in the reader's language. */
export interface DeskPage {
  readonly key: string;
  readonly group: string;
  readonly groupName: string;
  readonly name: string;
  readonly icon: ReactNode;
}

interface NavigationProps {
  readonly pages: readonly DeskPage[];
  readonly current: string;
  readonly folded?: boolean;
  onGo?(this: void): void;
}

/** The pages, by group. */
export function Navigation({ pages, current, folded = false, onGo }: NavigationProps) {
  const { t } = useTranslation('desk');
  const groups = new Map(pages.map((page) => [page.group, page.groupName]));
  return (
    <nav
      className={`${styles['nav'] ?? ''} ${folded ? (styles['folded'] ?? '') : ''}`}
      aria-label={t('shell.navigation')}
    >
      {[...groups].map(([group, name]) => (
        <div key={group} className={styles['navGroup']}>
          <p className={styles['navTitle']}>{folded ? '·' : name}</p>
          <ul>
            {pages
              .filter((page) => page.group === group)
              .map((page) => (
                <li key={page.key}>
                  <a
                    href={linkTo(page.key)}
                    aria-current={page.key === current ? 'page' : undefined}
                    title={folded ? page.name : undefined}
                    onClick={onGo}
                  >
                    <span aria-hidden="true">{page.icon}</span>
                    <span className={folded ? 'visually-hidden' : undefined}>{page.name}</span>
                  </a>
                </li>
              ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}

interface TabBarProps {
  /** The pages used most. */
  readonly pages: readonly DeskPage[];
  readonly current: string;
  onMore(this: void): void;
}

/** A phone's bar at the foot: the pages used most, and a way to the others. */
export function TabBar({ pages, current, onMore }: TabBarProps) {
  const { t } = useTranslation('desk');
  return (
    <nav className={styles['tabs']} aria-label={t('shell.navigation')}>
      {pages.map((page) => (
        <a key={page.key} href={linkTo(page.key)} aria-current={page.key === current ? 'page' : undefined}>
          <span aria-hidden="true">{page.icon}</span>
          {page.name}
        </a>
      ))}
      <button type="button" onClick={onMore} aria-haspopup="dialog">
        <span aria-hidden="true">•••</span>
        {t('shell.more')}
      </button>
    </nav>
  );
}
