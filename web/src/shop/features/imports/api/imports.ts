import { shopApi } from '../../../api/shopApi';
import type { ImportRequest, ImportFileView, ImportProgressView, ImportReport } from '../../../api/types';

export const largestBytes = 64 * 1024 * 1024;
const longestMs = 10 * 60_000;

const json = (body: unknown): Blob => new Blob([JSON.stringify(body)], { type: 'application/json' });

/** Sends a product file; the answer says how it was understood. */
export const openImport = (file: File): Promise<ImportFileView> =>
  shopApi.upload('imports', new Blob([file], { type: 'application/octet-stream' }), longestMs);

/** Looks at another sheet of the workbook. */
export const turnSheet = (id: string, sheet: string): Promise<ImportFileView> =>
  shopApi.upload(`imports/${id}/sheet`, json({ sheet }), longestMs);

/** What saving would do. */
export const checkImport = (id: string, choices: ImportRequest): Promise<ImportReport> =>
  shopApi.upload(`imports/${id}/check`, json(choices), longestMs);

/** Saves every row that is not refused, or none. */
export const saveImport = (id: string, choices: ImportRequest): Promise<ImportReport> =>
  shopApi.upload(`imports/${id}/save`, json(choices), longestMs);

/** How far it is. */
export const importProgress = (id: string): Promise<ImportProgressView> => shopApi.get(`imports/${id}`);

/** Where all refused rows can be fetched as a table, with their reasons. */
export const refusedUrl = (id: string, language: string): string => shopApi.url(`imports/${id}/refused`, { language });
