import { linkTo } from '@shared/desk/route';
import styles from '@shared/desk/Shell.module.css';
import { Badge } from 'antd';
import { useTranslation } from 'react-i18next';
import { useLive } from '../core/live';
import type { PageEntry } from './pages';

interface NavigationProps {
  readonly pages: readonly PageEntry[];
  readonly current: string;
  readonly folded?: boolean;
  onGo?(this: void): void;
}

function Icon({ page }: { readonly page: PageEntry }) {
  const { view } = useLive();
  return (
    <span aria-hidden="true">
      {page.key === 'alarms' && (view?.openAlarms ?? 0) > 0 ? (
        <Badge dot color="#e58e3a">
          <span style={{ color: 'inherit' }}>{page.icon}</span>
        </Badge>
      ) : (
        page.icon
      )}
    </span>
  );
}

/** The pages, by group. */
export function Navigation({ pages, current, folded = false, onGo }: NavigationProps) {
  const { t } = useTranslation('layout');
  const groups = [...new Set(pages.map((page) => page.group))];
  return (
    <nav className={`${styles['nav'] ?? ''} ${folded ? (styles['folded'] ?? '') : ''}`} aria-label={t('navigation')}>
      {groups.map((group) => (
        <div key={group} className={styles['navGroup']}>
          <p className={styles['navTitle']}>{folded ? '·' : t(`groups.${group}`)}</p>
          <ul>
            {pages
              .filter((page) => page.group === group)
              .map((page) => (
                <li key={page.key}>
                  <a
                    href={linkTo(page.key)}
                    aria-current={page.key === current ? 'page' : undefined}
                    title={folded ? t(`pages.${page.key}`) : undefined}
                    onClick={onGo}
                  >
                    <Icon page={page} />
                    <span className={folded ? 'visually-hidden' : undefined}>{t(`pages.${page.key}`)}</span>
                  </a>
                </li>
              ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}

/** A phone's bar at the foot: the pages used most, and a way to the others. */
export function TabBar({ pages, current, onMore }: Omit<NavigationProps, 'onGo'> & { onMore(this: void): void }) {
  const { t } = useTranslation('layout');
  const first = pages.filter((page) => ['overview', 'transactions', 'alarms', 'terminals'].includes(page.key));
  return (
    <nav className={styles['tabs']} aria-label={t('navigation')}>
      {first.map((page) => (
        <a key={page.key} href={linkTo(page.key)} aria-current={page.key === current ? 'page' : undefined}>
          <Icon page={page} />
          {t(`pages.${page.key}`)}
        </a>
      ))}
      <button type="button" onClick={onMore} aria-haspopup="dialog">
        <span aria-hidden="true">•••</span>
        {t('more')}
      </button>
    </nav>
  );
}
