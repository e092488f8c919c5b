import { createClient } from '@shared/api/client';
import type { EntryView, Stroke, TypedCardRequest } from './types';

const api = createClient('/terminal/api');

// Below the client's own patience.
const waitMs = 15_000;

/** What the page says of one payment. */
export interface Entry {
  look(this: void, after: number): Promise<EntryView>;
  swipe(this: void, tracks: string): Promise<EntryView>;
  typed(this: void, card: TypedCardRequest): Promise<EntryView>;
  /** Positions of the keys that were pressed; none to go on without a PIN. */
  pin(this: void, keys: readonly number[]): Promise<EntryView>;
  /** The place of the card's application that was chosen; null for none. */
  application(this: void, index: number | null): Promise<EntryView>;
  signature(this: void, strokes: readonly Stroke[]): Promise<EntryView>;
  cancel(this: void): Promise<EntryView>;
}

export function entryOf(ticket: string): Entry {
  const base = `entry/${encodeURIComponent(ticket)}`;
  return {
    look: (after) => api.get(base, after < 0 ? undefined : { after, wait: waitMs }),
    swipe: (tracks) => api.post(`${base}/swipe`, { tracks }),
    typed: (card) => api.post(`${base}/typed`, card),
    pin: (keys) => api.post(`${base}/pin`, { keys }),
    application: (index) => api.post(`${base}/application`, { index }),
    signature: (strokes) => api.post(`${base}/signature`, { strokes }),
    cancel: () => api.post(`${base}/cancel`),
  };
}
