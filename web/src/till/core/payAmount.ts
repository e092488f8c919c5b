let typedMinor: number | null = null;

/** What is typed at the payment: a code that is scanned meanwhile pays that much; null for all that is left. */
export const payAmount = (): number | null => typedMinor;

/** Says what is typed; null when nothing is, and when the payment is left. */
export function setPayAmount(minor: number | null): void {
  typedMinor = minor;
}
