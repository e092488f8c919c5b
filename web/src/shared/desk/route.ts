import { useSyncExternalStore } from 'react';

export interface Route {
  readonly page: string;
  readonly id: string | null;
}

const subscribe = (listener: () => void): (() => void) => {
  window.addEventListener('hashchange', listener);
  return () => {
    window.removeEventListener('hashchange', listener);
  };
};

/** Where the page stands: `#/orders/1234` is page `orders` with id `1234`. */
export function useRoute(): Route {
  const hash = useSyncExternalStore(subscribe, () => window.location.hash);
  const [page = '', id] = hash.replace(/^#\/?/, '').split('/');
  return { page, id: id === undefined || id === '' ? null : decodeURIComponent(id) };
}

export const linkTo = (page: string, id?: string): string =>
  `#/${page}${id === undefined ? '' : `/${encodeURIComponent(id)}`}`;

export function goTo(page: string, id?: string): void {
  window.location.hash = linkTo(page, id);
}
