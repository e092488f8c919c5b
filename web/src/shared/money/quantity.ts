import { formatDecimal, parseDecimal } from './money';

const milliDigits = 3;

/** Thousandths as text without idle decimals: 3000 → `3`, 1250 → `1.25`. */
export function formatMilli(milli: number): string {
  return formatDecimal(milli, milliDigits, false).replace(/\.?0+$/, '');
}

/** Thousandths of a kilogram with all three decimals, as a scale shows them. */
export function formatWeight(milli: number): string {
  return formatDecimal(milli, milliDigits, false);
}

/** Decimal text as thousandths; null when it is none. */
export function parseMilli(text: string): number | null {
  return parseDecimal(text, milliDigits);
}
