import { formatMoney, currencySymbol, parseDecimal, formatDecimal } from '@shared/money/money';
import { createContext, useContext } from 'react';
import type { Guid, Right, SessionView } from '../api/types';

export interface Session {
  readonly view: SessionView;
  /** Store that reports are about; null for all. */
  readonly storeId: Guid | null;
  setStoreId(this: void, id: Guid | null): void;
  /** Asks again who is logged in, after names or stores have changed. */
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
export function useMay(): (right: Right) => boolean {
  const { view } = useSession();
  return (right) => view.rights.includes(right);
}

export interface MoneyTexts {
  readonly exponent: number;
  readonly symbol: string;
  full(this: void, minor: number): string;
  /** Without sign and grouping, as typed into a field. */
  plain(this: void, minor: number): string;
  parse(this: void, text: string): number | null;
}

/** Money in the merchant's currency. */
export function useMoney(): MoneyTexts {
  const { view } = useSession();
  return {
    exponent: view.currencyExponent,
    symbol: currencySymbol(view.currency),
    full: (minor) => formatMoney(minor, view),
    plain: (minor) => formatDecimal(minor, view.currencyExponent, false),
    parse: (text) => parseDecimal(text, view.currencyExponent),
  };
}
