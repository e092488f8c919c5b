import { currencySymbol, formatMoney, formatMoneyShort, parseDecimal, type CurrencyInfo } from '@shared/money/money';
import { useMemo } from 'react';
import { useTillPart } from './tillStore';

export interface MoneyTexts {
  readonly exponent: number;
  readonly symbol: string;
  full(this: void, minor: number): string;
  short(this: void, minor: number): string;
  parse(this: void, text: string): number | null;
}

const fallback: CurrencyInfo = { currency: 'CNY', currencyExponent: 2 };

/** Money in the till's currency. */
export function useMoney(): MoneyTexts {
  const info: CurrencyInfo = useTillPart(({ view }) => view?.till ?? fallback);
  return useMemo(
    () => ({
      exponent: info.currencyExponent,
      symbol: currencySymbol(info.currency),
      full: (minor) => formatMoney(minor, info),
      short: (minor) => formatMoneyShort(minor, info),
      parse: (text) => parseDecimal(text, info.currencyExponent),
    }),
    [info],
  );
}
