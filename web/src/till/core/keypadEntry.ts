/** Keys of an on-screen keypad and of the keyboard that mean the same. */
export const digitKeys = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'] as const;

/**
 * The text after one more key.
 * @param decimals how many digits may follow the point; 0 forbids the point
 * @param longest most digits before the point
 */
export function typeKey(text: string, key: string, decimals: number, longest = 9): string {
  if (key === 'Backspace') {
    return text.slice(0, -1);
  }
  if (key === 'Delete') {
    return '';
  }
  if (key === '.') {
    return decimals === 0 || text.includes('.') ? text : `${text === '' ? '0' : text}.`;
  }
  if (key === '00') {
    return typeKey(typeKey(text, '0', decimals, longest), '0', decimals, longest);
  }
  const [whole = '', fraction] = text.split('.');
  if (fraction !== undefined) {
    return fraction.length < decimals ? text + key : text;
  }
  if (whole === '0') {
    return key;
  }
  return whole.length < longest ? text + key : text;
}
