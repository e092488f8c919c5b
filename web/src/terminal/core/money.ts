import { formatMoney } from '@shared/money/money';

const exponents = new Map<string, number>();

// The terminal says the currency alone; how many decimals it has, the browser knows.
function exponentOf(currency: string): number {
  let exponent = exponents.get(currency);
  if (exponent === undefined) {
    try {
      const options = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions();
      exponent = options.maximumFractionDigits ?? 2;
    } catch {
      exponent = 2;
    }
    exponents.set(currency, exponent);
  }
  return exponent;
}

export const money = (minor: number, currency: string): string =>
  formatMoney(minor, { currency, currencyExponent: exponentOf(currency) });
