import type { components } from '@generated/sandbox';

type Schemas = components['schemas'];

/** What came out of a printer, row by row, as the receipts library describes it. */
export type PaperRow =
  | Schemas['PaperRowTextRow']
  | Schemas['PaperRowQrRow']
  | Schemas['PaperRowBarcodeRow']
  | Schemas['PaperRowRasterRow']
  | Schemas['PaperRowFeedRow']
  | Schemas['PaperRowCutRow']
  | Schemas['PaperRowDrawerKickRow']
  | Schemas['PaperRowUnknownRow'];
export type PaperAlign = Schemas['TextAlign'];
export type TextSpan = Schemas['TextSpan'];
export type TextRow = Schemas['PaperRowTextRow'];
export type QrRow = Schemas['PaperRowQrRow'];
export type BarcodeRow = Schemas['PaperRowBarcodeRow'];
export type RasterRow = Schemas['PaperRowRasterRow'];

export const dotsPerCell = 12;

/** Cells of one character in normal width: one for ASCII, two for all others. */
export function cellsOf(character: string): number {
  return (character.codePointAt(0) ?? 0) < 0x80 ? 1 : 2;
}

/** The narrowest real paper that the rows fit on: 32 cells (58 mm) or 48 (80 mm). */
export function paperCellsOf(rows: readonly PaperRow[]): number {
  const widest = rows.reduce((most, row) => (row.kind === 'text' ? Math.max(most, row.cells) : most), 0);
  return widest > 32 ? 48 : 32;
}

/** The rows' words, for screen readers and for searching. */
export function paperText(rows: readonly PaperRow[]): string {
  return rows
    .map((row) => {
      switch (row.kind) {
        case 'text':
          return row.spans.map((span) => span.text).join('');
        case 'qr':
        case 'barcode':
          return row.data;
        default:
          return '';
      }
    })
    .filter((line) => line.trim() !== '')
    .join('\n');
}
