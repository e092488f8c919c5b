import { DeskApp } from '@shared/desk/DeskApp';
import { setStoreTimeZone } from '@shared/i18n/time';
import type { HostSession, HostSetupState } from './api/types';
import { currentSession, logOut, setupState } from './features/session/api/session';
import { FactorPage } from './features/session/components/FactorPage';
import { LoginPage } from './features/session/components/LoginPage';
import { SetupPage } from './features/session/components/SetupPage';
import { Inside } from './layout/Inside';

// The host's clock is Beijing's (HostClock), wherever the browser stands.
setStoreTimeZone('Asia/Shanghai');

/** The acquiring host: set-up, login, and the pages inside. */
export function App() {
  return (
    <DeskApp<HostSession, HostSetupState>
      session={currentSession}
      door={setupState}
      logOut={logOut}
      outside={(door, ended, enter) =>
        door.needed ? <SetupPage onEntered={enter} /> : <LoginPage ended={ended} onEntered={enter} />
      }
      inside={(view, look, leave) =>
        view.mustSetUp ? (
          <FactorPage name={view.name} onDone={look} onLeave={() => leave(null)} />
        ) : (
          <Inside view={view} onRefresh={look} onLeave={leave} />
        )
      }
    />
  );
}
