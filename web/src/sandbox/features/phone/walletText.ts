import { formatMoney, parseDecimal } from '@shared/money/money';

const yuan = { currency: 'CNY', currencyExponent: 2 } as const;

export const money = (minor: number): string => formatMoney(minor, yuan);
export const minorOf = (text: string): number | null => parseDecimal(text, yuan.currencyExponent);

/** A code's digits in fours, as phones show them. */
export const grouped = (digits: string): string => digits.replace(/(\d{4})(?=\d)/g, '$1 ');
