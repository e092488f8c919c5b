import { CreditCardOutlined, FileSearchOutlined, ShopOutlined, WalletOutlined } from '@ant-design/icons';
import { useNow } from '@shared/components/useNow';
import { formatTime } from '@shared/i18n/time';
import { useLanguage, useLocalName } from '@shared/i18n/useLanguage';
import logo from '@shared/theme/guitai.svg';
import { memo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { StaffInfo, TillInfo, TillView } from '../../../api/types';
import { PrinterBadge, SyncBadge, WrongBadge } from './Badges';
import styles from './Status.module.css';
import { UserMenu } from './UserMenu';

export type Page = 'sell' | 'orders' | 'shift' | 'cards' | 'devices' | 'tour';

interface StatusBarProps {
  readonly sync: TillView['sync'];
  readonly wrong: TillView['wrong'];
  readonly printer: TillView['printer'];
  readonly shiftNumber: number | null;
  readonly till: TillInfo;
  readonly staff: StaffInfo;
  readonly page: Page;
  /** False where the till has no card terminal. */
  readonly hasCards: boolean;
  onPage(this: void, page: Page): void;
  onHelp(this: void): void;
  onTurn(this: void): void;
  onLock(this: void): void;
  onLogOut(this: void): void;
}

const pages: readonly { readonly page: Page; readonly icon: ReactNode; readonly key: string }[] = [
  { page: 'sell', icon: <ShopOutlined aria-hidden="true" />, key: '' },
  { page: 'orders', icon: <FileSearchOutlined aria-hidden="true" />, key: 'F9' },
  { page: 'shift', icon: <WalletOutlined aria-hidden="true" />, key: 'F10' },
  { page: 'cards', icon: <CreditCardOutlined aria-hidden="true" />, key: '' },
];

function Bar({
  sync,
  wrong,
  printer,
  shiftNumber,
  till,
  staff,
  page,
  hasCards,
  onPage,
  onHelp,
  onTurn,
  onLock,
  onLogOut,
}: StatusBarProps) {
  const { t } = useTranslation('status');
  const language = useLanguage();
  const localName = useLocalName();
  const now = useNow(1_000);
  return (
    <header className={styles['bar']}>
      <div className={styles['place']}>
        <img src={logo} alt="" />
        <div style={{ minWidth: 0 }}>
          <h1 className={styles['store']}>{localName(till.storeName, till.storeNameEn)}</h1>
          <div className={styles['small']}>
            {t('till', { code: till.code })} ·{' '}
            {shiftNumber === null ? t('noShift') : t('shift', { number: shiftNumber })}
          </div>
        </div>
      </div>
      <nav className={styles['nav']} aria-label={t('pages')}>
        {pages
          .filter((each) => hasCards || each.page !== 'cards')
          .map((each) => (
            <button
              key={each.page}
              type="button"
              className={styles['navButton']}
              aria-current={each.page === page ? 'page' : undefined}
              onClick={() => onPage(each.page)}
            >
              {each.icon}
              {t(`nav.${each.page}`)}
              {each.key !== '' && (
                <span className={styles['navKey']} aria-hidden="true">
                  {each.key}
                </span>
              )}
            </button>
          ))}
      </nav>
      <div className={styles['right']}>
        <SyncBadge sync={sync} />
        <WrongBadge wrong={wrong} onOpen={() => onPage('devices')} />
        <PrinterBadge printer={printer} onOpen={() => onPage('devices')} />
        <span className={styles['clock']}>{formatTime(now, 'time', language)}</span>
        <UserMenu
          staff={staff}
          onDevices={() => onPage('devices')}
          onHelp={onHelp}
          onTurn={onTurn}
          onLock={onLock}
          onLogOut={onLogOut}
        />
      </div>
    </header>
  );
}

/** Where we are, who sells, and whether everything is safe. */
export const StatusBar = memo(Bar);
