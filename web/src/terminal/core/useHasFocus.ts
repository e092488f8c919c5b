import { useSyncExternalStore } from 'react';

const subscribe = (changed: () => void): (() => void) => {
  window.addEventListener('focus', changed);
  window.addEventListener('blur', changed);
  return () => {
    window.removeEventListener('focus', changed);
    window.removeEventListener('blur', changed);
  };
};

/** Whether keys that are pressed now come to this page. In a frame they do only after it was touched. */
export const useHasFocus = (): boolean => useSyncExternalStore(subscribe, () => document.hasFocus());
