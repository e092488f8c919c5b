import type { ReactNode } from 'react';
import { useDisplay } from './api/useDisplay';
import type { DisplayView } from './api/types';
import { CardPad } from './features/customer/components/CardPad';
import { Away } from './features/customer/components/Away';
import { Idle } from './features/customer/components/Idle';
import { CustomerLanguage } from './features/customer/components/language';
import { Paid } from './features/customer/components/Paid';
import { Selling } from './features/customer/components/Selling';

function phaseOf(view: DisplayView): ReactNode {
  switch (view.phase) {
    case 'selling':
    case 'paying':
      return <Selling view={view} />;
    case 'paid':
      return <Paid view={view} />;
    default:
      return <Idle view={view} />;
  }
}

/** What the customer sees: on a screen of its own, or on the cashier's turned round. */
export function App() {
  const { view, connection } = useDisplay();
  return (
    <CustomerLanguage usual={view?.language === 'en' ? 'en' : 'zh-CN'} resting={view === null || view.phase === 'idle'}>
      {view === null || connection === 'lost' ? <Away /> : phaseOf(view)}
      <CardPad wanted={view?.cardFrame ?? null} />
    </CustomerLanguage>
  );
}
