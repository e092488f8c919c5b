import { share } from '@shared/api/share';
import type { StreamState } from '@shared/api/useEventStream';
import { setStoreTimeZone } from '@shared/i18n/time';
import { useSyncExternalStore } from 'react';
import { tillApi } from '../api/tillApi';
import type { TillView } from '../api/types';

/** What the page knows of its till at one moment. */
export interface TillSnapshot {
  readonly view: TillView | null;
  readonly connection: StreamState;
  /** Counts log-ins and log-outs of this page: what a stream opened before one says is about someone else. */
  readonly session: number;
}

let snapshot: TillSnapshot = { view: null, connection: 'connecting', session: 0 };
const listeners = new Set<() => void>();

function change(next: Partial<TillSnapshot>): void {
  snapshot = { ...snapshot, ...next };
  setStoreTimeZone(snapshot.view?.till?.timeZone);
  for (const listener of listeners) {
    listener();
  }
}

/**
 * Takes a view, unless it is older than the one shown.
 * @param force after a reconnection: a restarted till counts its versions anew
 */
export function acceptView(view: TillView, force = false): void {
  if (force || snapshot.view === null || view.version >= snapshot.view.version) {
    // The answer to a command and the event stream say the same twice: only what is new is drawn.
    const shared = share(snapshot.view, view);
    if (shared !== snapshot.view) {
      change({ view: shared });
    }
  }
}

/** Takes the first view of a new session. */
export function beginSession(view: TillView): void {
  change({ view, session: snapshot.session + 1 });
}

/** Says how the event stream stands. */
export function setConnection(connection: StreamState): void {
  if (connection !== snapshot.connection) {
    change({ connection });
  }
}

/** Asks the till for its view, for example after a refusal that says the page is behind. */
export async function refreshView(): Promise<void> {
  acceptView(await tillApi.get<TillView>('view'));
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

/** The till as the page shows it. */
export function useTill(): TillSnapshot {
  return useSyncExternalStore(subscribe, () => snapshot);
}

/** A part of what the page knows; whoever shows it is drawn again only when that part changes. */
export function useTillPart<T>(select: (snapshot: TillSnapshot) => T): T {
  return useSyncExternalStore(subscribe, () => select(snapshot));
}

/** The till at this moment, for handlers outside of rendering. */
export function tillNow(): TillSnapshot {
  return snapshot;
}

/** True when the view names another page as the one that may act. */
export function isTakenOver(view: TillView | null): boolean {
  const active = view?.activePageId ?? null;
  return active !== null && active !== tillApi.pageId;
}

/** True when a command would be carried out now: the till answers and this page is the active one. */
export function useUsable(): boolean {
  return useTillPart(({ view, connection }) => connection === 'open' && view !== null && !isTakenOver(view));
}
