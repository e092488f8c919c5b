import { useDisplay } from './api/useDisplay';
import { Idle } from './features/customer/components/Idle';
import { Paid } from './features/customer/components/Paid';
import { Selling } from './features/customer/components/Selling';
import { Away } from './features/customer/components/Away';

/** The screen that faces the customer; it only shows, nothing on it can be pressed. */
export function App() {
  const { view, connection } = useDisplay();
  if (view === null || connection === 'lost') {
    return <Away />;
  }
  switch (view.phase) {
    case 'selling':
      return <Selling view={view} />;
    case 'paid':
      return <Paid view={view} />;
    default:
      return <Idle view={view} />;
  }
}
