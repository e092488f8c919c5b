/** Schemes as the terminal names them. */
export type Scheme = 'unionpay' | 'visa' | 'mastercard' | 'jcb' | 'amex' | 'diners' | 'other';

interface SchemeRule {
  readonly scheme: Scheme;
  readonly begins: RegExp;
  readonly lengths: readonly number[];
}

// ISO/IEC 7812 ranges as the schemes publish them; the terminal decides by its own table, this one only helps the eye.
const rules: readonly SchemeRule[] = [
  { scheme: 'amex', begins: /^3[47]/, lengths: [15] },
  { scheme: 'diners', begins: /^3(?:0[0-5]|[689])/, lengths: [14, 16] },
  { scheme: 'jcb', begins: /^35(?:2[89]|[3-8])/, lengths: [16, 19] },
  { scheme: 'mastercard', begins: /^(?:5[1-5]|2(?:22[1-9]|2[3-9]|[3-6]|7[01]|720))/, lengths: [16] },
  { scheme: 'unionpay', begins: /^(?:62|81)/, lengths: [16, 17, 18, 19] },
  { scheme: 'visa', begins: /^4/, lengths: [13, 16, 19] },
];

const anyLength = [12, 13, 14, 15, 16, 17, 18, 19] as const;

const ruleOf = (digits: string): SchemeRule | undefined => rules.find(({ begins }) => begins.test(digits));

export const schemeOf = (digits: string): Scheme => ruleOf(digits)?.scheme ?? 'other';

export const mostDigits = (digits: string): number => Math.max(...(ruleOf(digits)?.lengths ?? anyLength));

/** Four by four as on most faces; 4-6-5 as on American Express. */
export function grouped(digits: string): string {
  return schemeOf(digits) === 'amex'
    ? [digits.slice(0, 4), digits.slice(4, 10), digits.slice(10)].filter((group) => group !== '').join(' ')
    : digits.replace(/(\d{4})(?=\d)/g, '$1 ');
}

/** The check digit of ISO/IEC 7812-1, annex B. */
export function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let place = 0; place < digits.length; place += 1) {
    const digit = Number(digits[digits.length - 1 - place]);
    const value = place % 2 === 0 ? digit : digit * 2;
    sum += value > 9 ? value - 9 : value;
  }
  return digits.length > 0 && sum % 10 === 0;
}

export type NumberProblem = 'numberMissing' | 'numberShort' | 'numberCheck';

export function numberProblem(digits: string): NumberProblem | null {
  if (digits === '') return 'numberMissing';
  const lengths: readonly number[] = ruleOf(digits)?.lengths ?? anyLength;
  if (!lengths.includes(digits.length)) return 'numberShort';
  return passesLuhn(digits) ? null : 'numberCheck';
}

export type ExpiryProblem = 'expiryMissing' | 'expiryMonth' | 'expiryPast';

/**
 * @param digits MMYY
 * @param now by the clock of this device
 */
export function expiryProblem(digits: string, now: Date): ExpiryProblem | null {
  if (digits.length < 4) return 'expiryMissing';
  const month = Number(digits.slice(0, 2));
  if (month < 1 || month > 12) return 'expiryMonth';
  const year = 2000 + Number(digits.slice(2));
  // A card is good to the end of the month on its face.
  return year * 12 + month < now.getFullYear() * 12 + now.getMonth() + 1 ? 'expiryPast' : null;
}

/** As on the face: MM/YY. */
export const groupedExpiry = (digits: string): string =>
  digits.length > 2 ? `${digits.slice(0, 2)}/${digits.slice(2)}` : digits;
