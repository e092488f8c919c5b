import { LanguageSwitch } from '@shared/components/LanguageSwitch';
import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { useRoll } from './api/useRoll';
import styles from './App.module.css';
import { useWorld } from './features/cards/api/useWorld';
import { CardsDesk } from './features/cards/components/CardsDesk';
import { FaultBanner } from './features/cards/components/FaultBanner';
import { CashDrawer } from './features/paper/components/CashDrawer';
import { PaperDesk } from './features/paper/components/PaperDesk';
import { PrinterCard } from './features/paper/components/PrinterCard';
import { wallets } from './features/phone/api/phone';
import { useFollowed } from './core/useFollowed';
import { PhoneDesk } from './features/phone/components/PhoneDesk';
import { WalletBanner } from './features/phone/components/WalletBanner';
import { ScannerCard } from './features/scanner/components/ScannerCard';

const places = ['paper', 'cards', 'phone'] as const;
const everyMs = 2_000;

const subscribe = (changed: () => void): (() => void) => {
  window.addEventListener('hashchange', changed);
  return () => window.removeEventListener('hashchange', changed);
};

/** The virtual world: a printer's paper, a drawer, a scanner; bank cards, their reader, and the line to their issuer; phones with wallets. */
export function App() {
  const { t } = useTranslation('cards');
  const { roll, connection, switchPrinter } = useRoll();
  const state = useWorld();
  const atWallets = useFollowed('wallets', everyMs, wallets);
  const hash = useSyncExternalStore(subscribe, () => window.location.hash);
  const place = places.find((each) => hash.startsWith(`#/${each}`)) ?? 'paper';
  return (
    <div className={styles['page']}>
      <header className={styles['head']}>
        <h1>{t('paper:title')}</h1>
        <nav className={styles['nav']} aria-label={t('navigation')}>
          {places.map((each) => (
            <a key={each} href={`#/${each}`} aria-current={each === place ? 'page' : undefined}>
              {t(`places.${each}`)}
            </a>
          ))}
        </nav>
        <LanguageSwitch />
      </header>
      <FaultBanner {...state} />
      <WalletBanner state={atWallets} />
      <main>
        {place === 'cards' ? (
          <CardsDesk state={state} />
        ) : place === 'phone' ? (
          <PhoneDesk wallets={atWallets} />
        ) : (
          <div className={styles['devices']}>
            <div className={styles['side']}>
              <PrinterCard roll={roll} connection={connection} onSwitch={switchPrinter} />
              <CashDrawer kicks={roll?.drawerKicks ?? 0} />
              <ScannerCard />
            </div>
            <PaperDesk roll={roll} connection={connection} />
          </div>
        )}
      </main>
    </div>
  );
}
