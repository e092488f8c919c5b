import { shopApi } from '../../../api/shopApi';
import type { ImportReport } from '../../../api/types';

export const largestBytes = 20 * 1024 * 1024;
const longestMs = 10 * 60_000;

/** Sends a product file; with `preview` nothing is saved. */
export const importProducts = (file: File, preview: boolean): Promise<ImportReport> =>
  shopApi.upload(`products/import?preview=${String(preview)}`, new Blob([file], { type: 'text/csv' }), longestMs);
