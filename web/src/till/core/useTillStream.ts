import { useEventStream } from '@shared/api/useEventStream';
import { useEffect } from 'react';
import { tillApi } from '../api/tillApi';
import type { TillView } from '../api/types';
import { acceptView, refreshView, setConnection, tillNow, useTillPart } from './tillStore';

/** Keeps the page's view of the till up to date; once, at the page's root. */
export function useTillStream(): void {
  const session = useTillPart((till) => till.session);
  const events = tillApi.url('events', { page: tillApi.pageId, session });
  const state = useEventStream<TillView>(events, 'view', (view, first) => {
    if (tillNow().session === session) {
      acceptView(view, first);
    }
  });
  useEffect(() => {
    setConnection(state);
    if (state === 'open') {
      void refreshView().catch(() => undefined);
    }
  }, [state]);
}
