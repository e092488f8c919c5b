import type { MoneyTexts } from '../../../core/session';
import type { ProductEdit, ProductView, ProposalView, TaxClassView } from '../../../api/types';
import { orNull } from '../../../core/fields';

/** The drawer's form: amounts as text. */
export interface ProductFields {
  readonly name: string;
  readonly nameEn?: string | null;
  readonly code?: string | null;
  readonly categoryId?: string | null;
  readonly unit: string;
  readonly unitEn?: string | null;
  readonly price: string;
  readonly cost: string;
  readonly taxClassId?: string;
  readonly barcodes: readonly string[];
  readonly weighed: boolean;
  readonly favourite: boolean;
  readonly active: boolean;
  readonly pictureId?: string | null;
}

export const fieldsOf = ({ product }: ProductView, money: MoneyTexts): ProductFields => ({
  ...product,
  price: money.plain(product.priceMinor),
  cost: money.plain(product.costMinor),
});

export function emptyFields(taxClasses: readonly TaxClassView[], unit: string): ProductFields {
  const first = taxClasses[0]?.taxClass.id;
  return {
    name: '',
    unit,
    price: '',
    cost: '',
    barcodes: [],
    weighed: false,
    favourite: false,
    active: true,
    ...(first !== undefined && { taxClassId: first }),
  };
}

export const fieldsOfProposal = (
  proposal: ProposalView,
  taxClasses: readonly TaxClassView[],
  unit: string,
  money: MoneyTexts,
): ProductFields => ({
  ...emptyFields(taxClasses, unit),
  name: proposal.name,
  barcodes: [proposal.barcode],
  price: money.plain(proposal.priceMinor),
});

export function editOf(fields: ProductFields, version: number, money: MoneyTexts): ProductEdit {
  return {
    version,
    code: orNull(fields.code),
    name: fields.name.trim(),
    nameEn: orNull(fields.nameEn),
    categoryId: fields.categoryId ?? null,
    unit: fields.unit.trim(),
    unitEn: orNull(fields.unitEn),
    priceMinor: money.parse(fields.price) ?? 0,
    costMinor: money.parse(fields.cost === '' ? '0' : fields.cost) ?? 0,
    taxClassId: fields.taxClassId ?? '',
    barcodes: fields.barcodes,
    weighed: fields.weighed,
    favourite: fields.favourite,
    pictureId: fields.pictureId ?? null,
    active: fields.active,
  };
}

/** Profit in tenths of a percent of the price, whole numbers all the way; null without a price. */
export function marginTenths(priceMinor: number, costMinor: number): number | null {
  return priceMinor <= 0 ? null : Number((BigInt(priceMinor - costMinor) * 1000n) / BigInt(priceMinor));
}
