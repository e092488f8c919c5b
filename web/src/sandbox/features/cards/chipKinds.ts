import type { ChipKind } from '../../api/types';

/** The sandbox's kinds of chips as the page groups them; what stands in no group came from a folder of one's own. */
const groups = {
  usual: ['dual', 'contact-only', 'tap-only', 'contact-t0', 'foreign'],
  tap: ['phone', 'tap-offline'],
  choice: [
    'many-applications',
    'confirm',
    'no-directory',
    'directory-blocked',
    'two-of-a-kind',
    'application-blocked',
    'card-blocked',
    'answers-in-parts',
    'long-pdol',
    'private-tags',
  ],
  proof: [
    'no-proof',
    'static-proof',
    'dynamic-proof',
    'issuer-certificate-wrong',
    'issuer-name-wrong',
    'issuer-certificate-expired',
    'authority-expired',
    'authority-unknown',
    'card-certificate-wrong',
    'card-certificate-expired',
    'static-data-changed',
    'signature-wrong',
  ],
  holder: ['pin-offline', 'pin-enciphered', 'pin-last-try', 'pin-blocked', 'no-cvm', 'no-cvm-list', 'signature-only'],
  decision: [
    'offline-only',
    'offline-below-limit',
    'declines-always',
    'declines-approval',
    'issuer-answer-needed',
    'issuer-answer-distrusted',
  ],
  broken: ['mute', 'bad-atr', 'chip-error'],
} as const;

export type ChipGroup = keyof typeof groups | 'own';

export interface KindGroup {
  readonly group: ChipGroup;
  readonly kinds: readonly ChipKind[];
}

/** Every kind, in its group, in the groups' order. */
export function grouped(kinds: readonly ChipKind[]): readonly KindGroup[] {
  const known = Object.entries(groups).map(([group, names]) => ({
    group: group as ChipGroup,
    kinds: names.flatMap((name) => kinds.filter((kind) => kind.isOwn && kind.name === name)),
  }));
  const own = kinds.filter((kind) => !kind.isOwn);
  return own.length === 0 ? known : [...known, { group: 'own', kinds: own }];
}
