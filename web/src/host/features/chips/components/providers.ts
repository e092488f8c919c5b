import { schemeName } from '../../../core/Names';

// Registered application providers (ISO/IEC 7816-5) of the schemes that the host routes.
const schemes: Readonly<Record<string, string>> = {
  A000000333: 'unionpay',
  A000000003: 'visa',
  A000000004: 'mastercard',
  A000000065: 'jcb',
};

/** The scheme of a provider, or nothing for one that is not known. */
export function providerName(provider: string): string {
  const scheme = schemes[provider.slice(0, 10).toUpperCase()];
  return scheme === undefined ? '' : schemeName(scheme);
}
