import { useEventStream, type StreamState } from '@shared/api/useEventStream';
import { reportContact } from '@shared/desk/contact';
import { createContext, useContext, useState, type ReactNode } from 'react';
import { hostApi } from '../api/hostApi';
import type { LiveView } from '../api/types';

interface Live {
  readonly view: LiveView | null;
  readonly stream: StreamState;
}

const LiveContext = createContext<Live>({ view: null, stream: 'connecting' });

/** Follows the host once, for every page behind the login. */
export function LiveProvider({ children }: { readonly children: ReactNode }) {
  const [view, setView] = useState<LiveView | null>(null);
  const stream = useEventStream<LiveView>(hostApi.url('live'), 'live', (next) => {
    setView(next);
    reportContact('answered');
  });
  return <LiveContext.Provider value={{ view, stream }}>{children}</LiveContext.Provider>;
}

/** What goes on now; null before the first news. */
export const useLive = (): Live => useContext(LiveContext);
