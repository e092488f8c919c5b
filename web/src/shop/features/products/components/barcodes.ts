/** 1–32 visible ASCII characters: what a scanner can send. */
export const isBarcode = (text: string): boolean => /^[!-~]{1,32}$/.test(text);

/** GS1 General Specifications, 7.9: weights 3 and 1 from the right. True also for what is no EAN-8, UPC-A, EAN-13 or ITF-14. */
export function checkDigitHolds(barcode: string): boolean {
  if (!/^(\d{8}|\d{12,14})$/.test(barcode)) {
    return true;
  }
  const sum = Array.from(barcode, Number)
    .reverse()
    .reduce((total, digit, fromRight) => total + digit * (fromRight % 2 === 0 ? 1 : 3), 0);
  return sum % 10 === 0;
}
