// Written by hand after the till's records, with their names, until the till's openapi.json is there to generate them from.
export interface OrderLine {
  readonly id: string;
  readonly name: string;
  readonly nameEn?: string | null;
  readonly unit: string;
  readonly unitEn?: string | null;
  readonly weighed: boolean;
  readonly quantityMilli: number;
  readonly unitPriceMinor: number;
  readonly grossMinor: number;
  readonly lineDiscountMinor: number;
}

/** What the customer display shows; `phase` is `idle`, `selling` or `paid`. */
export interface DisplayView {
  readonly version: number;
  readonly phase: string;
  readonly storeName: string;
  readonly storeNameEn?: string | null;
  readonly currency: string;
  readonly currencyExponent: number;
  readonly lines: readonly OrderLine[];
  readonly totalMinor: number;
  readonly discountMinor: number;
  readonly tenderedMinor: number;
  readonly changeMinor: number;
  readonly advertisement?: string | null;
}
