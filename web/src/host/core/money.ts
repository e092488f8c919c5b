import { formatMoney, parseDecimal, formatDecimal } from '@shared/money/money';

const yuan = { currency: 'CNY', currencyExponent: 2 };

/** Fen as yuan. */
export const yuanText = (minor: number): string => formatMoney(minor, yuan);

/** Fen without sign and grouping, as typed into a field. */
export const plainYuan = (minor: number): string => formatDecimal(minor, 2, false);

/** Typed yuan as fen; null when it is no amount. */
export const fen = (text: string): number | null => parseDecimal(text, 2);
