/** What came out of a printer, row by row, as the receipts library describes it. */
export type PaperAlign = 'left' | 'centre' | 'right';

export interface TextSpan {
  readonly text: string;
  readonly bold: boolean;
  readonly doubleWidth: boolean;
  readonly doubleHeight: boolean;
  readonly inverse: boolean;
  readonly cells: number;
}

export interface TextRow {
  readonly kind: 'text';
  readonly align: PaperAlign;
  readonly spans: readonly TextSpan[];
  readonly cells: number;
}

export interface QrRow {
  readonly kind: 'qr';
  readonly align: PaperAlign;
  readonly data: string;
  readonly level: string;
  readonly moduleDots: number;
  readonly size: number;
  readonly modules: readonly string[];
}

export interface BarcodeRow {
  readonly kind: 'barcode';
  readonly align: PaperAlign;
  readonly symbology: string;
  readonly data: string;
  readonly moduleDots: number;
  readonly heightDots: number;
  readonly textAbove: boolean;
  readonly textBelow: boolean;
  readonly modules: string;
}

export interface RasterRow {
  readonly kind: 'raster';
  readonly align: PaperAlign;
  readonly width: number;
  readonly height: number;
  readonly scaleX: number;
  readonly scaleY: number;
  readonly bits: string;
}

export type PaperRow =
  | TextRow
  | QrRow
  | BarcodeRow
  | RasterRow
  | { readonly kind: 'feed'; readonly lines: number }
  | { readonly kind: 'cut'; readonly cut: 'partial' | 'full' }
  | { readonly kind: 'drawerKick'; readonly pin: number }
  | { readonly kind: 'unknown'; readonly hex: string; readonly bytes: number };

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
