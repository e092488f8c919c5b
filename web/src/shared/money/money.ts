/** A currency as the pages need it: ISO code and how many decimals its minor unit has. */
export interface CurrencyInfo {
  readonly currency: string;
  readonly currencyExponent: number;
}

const symbols: Readonly<Record<string, string>> = {
  CNY: '¥',
  JPY: '¥',
  HKD: 'HK$',
  TWD: 'NT$',
  USD: '$',
  EUR: '€',
  GBP: '£',
  SGD: 'S$',
};

const minusSign = '\u2212';

/** Whole minor units as decimal text, for example 123456 with exponent 2 → `1,234.56`. No floating point is involved. */
export function formatDecimal(minor: number, exponent: number, grouped = true): string {
  const digits = String(Math.abs(minor)).padStart(exponent + 1, '0');
  const whole = digits.slice(0, digits.length - exponent);
  const fraction = exponent === 0 ? '' : `.${digits.slice(digits.length - exponent)}`;
  const text = grouped ? whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',') : whole;
  return `${minor < 0 ? minusSign : ''}${text}${fraction}`;
}

/** The sign that stands before amounts of a currency. */
export function currencySymbol(currency: string): string {
  return symbols[currency] ?? `${currency}\u00a0`;
}

/** An amount with its currency's sign: `¥12.50`, `−¥3.00`. */
export function formatMoney(minor: number, { currency, currencyExponent }: CurrencyInfo): string {
  return `${minor < 0 ? minusSign : ''}${currencySymbol(currency)}${formatDecimal(Math.abs(minor), currencyExponent)}`;
}

/** An amount that may lack decimals it does not need: `¥50`, `¥12.50`; for labels of notes and quick amounts. */
export function formatMoneyShort(minor: number, info: CurrencyInfo): string {
  const text = formatMoney(minor, info);
  return info.currencyExponent > 0 && text.endsWith(`.${'0'.repeat(info.currencyExponent)}`)
    ? text.slice(0, -info.currencyExponent - 1)
    : text;
}

/**
 * Decimal text as whole minor units.
 * @returns null when it is not an amount of so many decimals, or too large to be exact
 */
export function parseDecimal(text: string, exponent: number): number | null {
  const match = /^(\d*)(?:\.(\d*))?$/.exec(text.trim().replaceAll(',', ''));
  const whole = match?.[1] ?? '';
  const fraction = match?.[2] ?? '';
  if (match === null || whole + fraction === '' || fraction.length > exponent) {
    return null;
  }
  const value = Number(whole + fraction.padEnd(exponent, '0'));
  return Number.isSafeInteger(value) ? value : null;
}
