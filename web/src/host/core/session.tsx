import { createContext, useContext } from 'react';
import type { HostSession, OperatorRight } from '../api/types';

export interface Session {
  readonly view: HostSession;
  /** Asks again who is logged in. */
  refresh(this: void): void;
  logOut(this: void): void;
}

const SessionContext = createContext<Session | null>(null);
export const SessionProvider = SessionContext.Provider;

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === null) {
    throw new Error('Nobody is logged in here.');
  }
  return session;
}

/** Whether the person may do something; the server asks again. */
export function useMay(): (right: OperatorRight) => boolean {
  const { view } = useSession();
  return (right) => view.rights.includes(right);
}
