/** Wallets whose codes are taken and shown, in the order in which shops ask for them. */
export const wallets = ['wechat', 'alipay', 'unionpay'] as const;

export type Wallet = (typeof wallets)[number];

/** Their own colours, dark enough for white upon them. */
export const walletColors: Readonly<Record<Wallet, string>> = {
  wechat: '#0a7c3e',
  alipay: '#1557b0',
  unionpay: '#b0252b',
};

/** A wallet's colour; that of a card for what is none. */
export const walletColor = (wallet: string): string => walletColors[wallet as Wallet] ?? '#0b4f4a';

/** True for tenders that the till's terminal takes and gives back: cards and codes. */
export const isByTerminal = (kind: string): boolean => kind === 'card' || kind.startsWith('code-');
