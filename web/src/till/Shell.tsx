import { useCallback, useMemo, useState } from 'react';
import type { StaffInfo, TillInfo, TillView } from './api/types';
import styles from './App.module.css';
import { CardHost } from './core/cards/CardHost';
import { useShortcut } from './core/shortcuts';
import { isTakenOver, tillNow, useTill } from './core/tillStore';
import { useAct } from './core/useAct';
import { CardBanner } from './features/cards/components/CardBanner';
import { CardsPage } from './features/cards/components/CardsPage';
import { QuickAddDialog } from './features/catalogue/components/QuickAddDialog';
import { useScans } from './features/catalogue/components/useScans';
import { useVoice } from './features/pay/components/useVoice';
import { DevicesPage } from './features/devices/components/DevicesPage';
import { DeviceTour } from './features/devices/components/tour/DeviceTour';
import { OrdersPage } from './features/orders/components/OrdersPage';
import { turnScreen } from './features/pay/api/pay';
import { PaidPanel } from './features/pay/components/PaidPanel';
import { PayPanel } from './features/pay/components/PayPanel';
import { lock, logOut } from './features/session/api/session';
import { useIdleLock } from './features/session/components/useIdleLock';
import { OpenShiftCard } from './features/shift/components/OpenShiftCard';
import { ShiftPage } from './features/shift/components/ShiftPage';
import { ShutOut } from './features/enrol/components/ShutOut';
import { Banners, PrintBanner } from './features/status/components/Banners';
import { HelpSheet } from './features/status/components/HelpSheet';
import { StatusBar, type Page } from './features/status/components/StatusBar';
import { SellPage } from './SellPage';

interface ShellProps {
  readonly view: TillView;
  readonly till: TillInfo;
  readonly staff: StaffInfo;
}

/** Store, till and number, as the barcode on a receipt says them: `S1-01-000042`. */
const receiptNumber = /^[A-Z0-9]+-[A-Z0-9]+-\d{4,}$/;

/** Where set-up leads to, before the first shift. */
const tourHash = '#devices';

/** The till with someone logged in. */
export function Shell({ view, till, staff }: ShellProps) {
  const { connection } = useTill();
  const { act } = useAct();
  const [page, setPage] = useState<Page>(() => (window.location.hash === tourHash ? 'tour' : 'sell'));
  const [firstRun] = useState(page === 'tour');
  // What a crash or a turned screen interrupted goes on where it was.
  const [paying, setPaying] = useState(view.cart?.isBound === true ? view.cart.orderId : null);
  const [help, setHelp] = useState(false);
  const [receipt, setReceipt] = useState('');
  const cart = view.cart ?? null;
  const sale = view.lastSale ?? null;
  // By the order's id: one that a card completes leaves nothing behind for the next.
  const payingCart = cart !== null && cart.orderId === paying && sale === null ? cart : null;
  const because = view.sync.enrolBecause ?? null;
  const covered = payingCart !== null || sale !== null;
  const shiftIsOpen = view.shift !== null && view.shift !== undefined;

  const toSell = useCallback(() => {
    setPage('sell');
  }, []);
  const onScan = useCallback((code: string): boolean => {
    const isReceipt = receiptNumber.test(code);
    setPage(isReceipt ? 'orders' : 'sell');
    setReceipt(isReceipt ? code : '');
    return isReceipt;
  }, []);
  const pay = useCallback(() => {
    setPaying(tillNow().view?.cart?.orderId ?? null);
  }, []);
  // A customer's code among the goods is a payment that has begun.
  const onTaken = useCallback((taken: TillView) => {
    if (taken.cart?.tenders.some((tender) => tender.isUnderWay) === true) {
      setPaying(taken.cart.orderId);
    }
  }, []);
  const leaveTour = useCallback(() => {
    window.history.replaceState(null, '', window.location.pathname);
    setPage('sell');
  }, []);
  const menu = useMemo(
    () => ({
      onHelp: () => setHelp(true),
      onTurn: () => void act(turnScreen),
      onLock: () => void act(lock),
      onLogOut: () => void act(logOut),
    }),
    [act],
  );
  const scans = useScans(
    shiftIsOpen && page !== 'devices' && page !== 'cards' && page !== 'tour' && !isTakenOver(view),
    onScan,
    onTaken,
  );
  useVoice(view.cards ?? null);
  // Who types at the terminal's page does not touch this one, and is there all the same.
  const atTerminal = view.cards?.payments.some((payment) => payment.view?.frame != null) === true;
  useIdleLock(atTerminal ? 0 : till.idleLockSeconds);
  useShortcut('F1', () => setHelp(true));
  useShortcut('F9', () => setPage('orders'));
  useShortcut('F10', () => setPage('shift'));
  useShortcut('Escape', toSell, { enabled: page !== 'sell' });

  return (
    <div className={`${styles['shell'] ?? ''} ${connection === 'lost' ? (styles['lost'] ?? '') : ''}`}>
      <div inert={covered}>
        <StatusBar
          sync={view.sync}
          wrong={view.wrong}
          printer={view.printer}
          shiftNumber={view.shift?.number ?? null}
          till={till}
          staff={staff}
          page={page}
          hasCards={view.cards != null}
          onPage={setPage}
          {...menu}
        />
      </div>
      <div>
        {because !== null && connection !== 'lost' ? <ShutOut because={because} /> : <Banners />}
        {sale === null && <PrintBanner />}
        {sale === null && <CardBanner />}
      </div>
      <main className={styles['main']} inert={covered}>
        {page === 'sell' && (shiftIsOpen ? <SellPage onPay={pay} onCode={scans.take} /> : <OpenShiftCard />)}
        {page === 'orders' && <OrdersPage key={receipt} number={receipt} />}
        {page === 'cards' && view.cards != null && <CardsPage cards={view.cards} />}
        {page === 'shift' && <ShiftPage />}
        {page === 'devices' && <DevicesPage onTour={() => setPage('tour')} />}
        {page === 'tour' && <DeviceTour firstRun={firstRun} onDone={leaveTour} />}
      </main>
      {payingCart !== null && (
        <PayPanel key={payingCart.orderId} cart={payingCart} till={till} onClose={() => setPaying(null)} />
      )}
      {sale !== null && <PaidPanel key={sale.orderId} sale={sale} />}
      {scans.unknown !== null && <QuickAddDialog key={scans.unknown} barcode={scans.unknown} onClose={scans.settle} />}
      <CardHost />
      {help && <HelpSheet onClose={() => setHelp(false)} />}
    </div>
  );
}
