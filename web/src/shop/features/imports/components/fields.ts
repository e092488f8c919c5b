import type { ImportField } from '../../../api/types';

/** What a column can hold, in the order in which people think of it. */
export const importFields: readonly ImportField[] = [
  'name',
  'price',
  'barcodes',
  'code',
  'category',
  'unit',
  'spec',
  'cost',
  'stock',
  'taxClass',
  'weighed',
  'favourite',
  'nameEn',
];

/** Without these there is nothing to sell. */
export const neededFields: readonly ImportField[] = ['name', 'price'];
