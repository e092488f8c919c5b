/** Names of the pictograms, as the server knows them. */
export const tenderIcons = ['account', 'wallet', 'voucher', 'gift', 'bank', 'card', 'phone', 'other'] as const;

export type TenderIconName = (typeof tenderIcons)[number];
