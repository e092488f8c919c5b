import { useEventStream } from '@shared/api/useEventStream';
import { useEffect } from 'react';
import { tillApi } from '../api/tillApi';
import type { TillView } from '../api/types';
import { acceptView, refreshView, setConnection } from './tillStore';

const events = tillApi.url('events', { page: tillApi.pageId });

/** Keeps the page's view of the till up to date; once, at the page's root. */
export function useTillStream(): void {
  const state = useEventStream<TillView>(events, 'view', acceptView);
  useEffect(() => {
    setConnection(state);
    if (state === 'open') {
      void refreshView().catch(() => undefined);
    }
  }, [state]);
}
