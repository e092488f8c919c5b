import { DeskApp } from '@shared/desk/DeskApp';
import type { SessionView, SetupState } from './api/types';
import { currentSession, logOut, setupState } from './features/session/api/session';
import { LoginPage } from './features/session/components/LoginPage';
import { SetupPage } from './features/session/components/SetupPage';
import { Inside } from './layout/Inside';

/** The back office: set-up, login, and the pages inside. */
export function App() {
  return (
    <DeskApp<SessionView, SetupState>
      session={currentSession}
      door={setupState}
      logOut={logOut}
      outside={(door, ended, enter) =>
        door.needed ? (
          <SetupPage onEntered={enter} />
        ) : (
          <LoginPage merchantName={door.merchantName ?? null} demo={door.demo} ended={ended} onEntered={enter} />
        )
      }
      inside={(view, look, leave) => <Inside view={view} onRefresh={look} onLeave={leave} />}
    />
  );
}
