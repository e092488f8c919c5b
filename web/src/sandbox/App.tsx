import { LanguageSwitch } from '@shared/components/LanguageSwitch';
import { useTranslation } from 'react-i18next';
import { useRoll } from './api/useRoll';
import styles from './App.module.css';
import { CashDrawer } from './features/paper/components/CashDrawer';
import { PaperDesk } from './features/paper/components/PaperDesk';
import { PrinterCard } from './features/paper/components/PrinterCard';
import { ScannerCard } from './features/scanner/components/ScannerCard';

/** The virtual world: a printer's paper, a drawer, a scanner. */
export function App() {
  const { t } = useTranslation('paper');
  const { roll, connection, switchPrinter } = useRoll();
  return (
    <main className={styles['page']}>
      <div className={styles['side']}>
        <div className={styles['head']}>
          <h1>{t('title')}</h1>
          <LanguageSwitch />
        </div>
        <PrinterCard roll={roll} connection={connection} onSwitch={switchPrinter} />
        <CashDrawer kicks={roll?.drawerKicks ?? 0} />
        <ScannerCard />
      </div>
      <PaperDesk roll={roll} connection={connection} />
    </main>
  );
}
