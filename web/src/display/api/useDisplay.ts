import { createClient } from '@shared/api/client';
import { useEventStream, type StreamState } from '@shared/api/useEventStream';
import { setStoreTimeZone } from '@shared/i18n/time';
import { useState } from 'react';
import type { DisplayView } from './types';

const events = createClient('/display/api').url('events');

/** Follows what the customer shall see. */
export function useDisplay(): { readonly view: DisplayView | null; readonly connection: StreamState } {
  const [view, setView] = useState<DisplayView | null>(null);
  const connection = useEventStream<DisplayView>(events, 'view', (next, first) => {
    setStoreTimeZone(next.timeZone);
    setView((before) => (first || before === null || next.version >= before.version ? next : before));
  });
  return { view, connection };
}
