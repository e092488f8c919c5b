import { formatMoney } from '@shared/money/money';
import type { CardOnDesk, CardProgram } from '../../api/types';

export const money = (minor: number): string => formatMoney(minor, { currency: 'CNY', currencyExponent: 2 });

export const grouped = (pan: string): string => pan.replace(/(\d{4})(?=\d)/g, '$1 ');

/** YYMM as on the face: MM/YY. */
export const expiryOnFace = (yymm: string): string => `${yymm.slice(2)}/${yymm.slice(0, 2)}`;

export type Trait =
  | 'Plain'
  | 'Lost'
  | 'Stolen'
  | 'Blocked'
  | 'PinBlocked'
  | 'Expired'
  | 'LowMoney'
  | 'LowLimit'
  | 'UnblockPin'
  | 'BlockApplication'
  | 'StripeOnly';

/** What is worth knowing of a card before it is chosen: how it stands now, or what it was made for. */
export function traitOf({ card, standing }: CardOnDesk, program: CardProgram): Trait {
  const special = program.special.find(({ index }) => index === card.index);
  if (standing.condition !== 'Good') return standing.condition;
  if (special?.expiry !== undefined) return 'Expired';
  if (standing.script !== 'None') return standing.script;
  if (standing.availableMinor < 10_000) return 'LowMoney';
  if (special?.limitMinor !== undefined) return 'LowLimit';
  return special?.serviceCode === undefined ? 'Plain' : 'StripeOnly';
}
