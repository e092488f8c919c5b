import { useSyncExternalStore } from 'react';

export type Contact = 'answered' | 'silent' | 'loginNeeded' | 'sessionChanged';

let silent = false;
let lastAnswerMs = Date.now();
const listeners = new Set<() => void>();
const loginListeners = new Set<() => void>();
const sessionListeners = new Set<() => void>();

/** Notes how a request ended. */
export function reportContact(contact: Contact): void {
  if (contact !== 'silent') {
    lastAnswerMs = Date.now();
  }
  if ((contact === 'silent') !== silent) {
    silent = contact === 'silent';
    for (const listener of listeners) listener();
  }
  if (contact === 'loginNeeded') {
    for (const listener of loginListeners) listener();
  }
  if (contact === 'sessionChanged') {
    for (const listener of sessionListeners) listener();
  }
}

/** When the server last answered anything, Unix milliseconds. */
export const lastContactMs = (): number => lastAnswerMs;

/** Calls back whenever the server says that nobody is logged in any more. */
export function onLoginNeeded(listener: () => void): () => void {
  loginListeners.add(listener);
  return () => loginListeners.delete(listener);
}

/** Calls back whenever the server says that something else is asked of whoever is logged in. */
export function onSessionChanged(listener: () => void): () => void {
  sessionListeners.add(listener);
  return () => sessionListeners.delete(listener);
}

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** True from a request that nobody answered until the next one that somebody did. */
export function useServerSilent(): boolean {
  return useSyncExternalStore(subscribe, () => silent);
}
