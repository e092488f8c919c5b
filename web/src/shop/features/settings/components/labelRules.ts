import type { LabelRule } from '../../../api/types';

/** The prefixes that GS1 leaves to a store. */
export const labelPrefixes = Array.from({ length: 10 }, (_, digit) => `2${String(digit)}`);

const digitsBetween = 10;

/** The commonest label: five digits of item code, five of grams. */
export function newLabelRule(taken: readonly string[]): LabelRule {
  const prefix = labelPrefixes.find((free) => !taken.includes(free)) ?? '20';
  return { prefix, value: 'weight', itemDigits: 5, valueDigits: 5, decimals: 3, valueCheck: false };
}

/**
 * The text that says why no barcode can be read by a rule; null when it can.
 * @param exponent decimals of the currency
 */
export function problemOf(rule: LabelRule, taken: readonly string[], exponent: number) {
  const check = rule.valueCheck ? 1 : 0;
  return taken.filter((prefix) => prefix === rule.prefix).length > 1
    ? ('labelTwice' as const)
    : rule.itemDigits + rule.valueDigits + check !== digitsBetween
      ? ('labelSum' as const)
      : rule.valueCheck && rule.valueDigits !== 4 && rule.valueDigits !== 5
        ? ('labelCheckRule' as const)
        : rule.decimals > rule.valueDigits
          ? ('labelDecimalsRule' as const)
          : rule.value === 'price' && rule.decimals > exponent
            ? ('labelDecimalsPrice' as const)
            : null;
}

/** A label as the rule makes it, the check digits as dots. */
export function exampleOf(rule: LabelRule): { readonly code: string; readonly item: string; readonly digits: string } {
  const item = '12345678'.slice(0, rule.itemDigits).padStart(rule.itemDigits, '0');
  const digits = '1250'.padStart(rule.valueDigits, '0').slice(-rule.valueDigits);
  return { code: `${rule.prefix}${item}${rule.valueCheck ? '·' : ''}${digits}·`, item, digits };
}
