import { cellsOf, type PaperAlign, type PaperRow } from '@shared/receipts/paper';
import { receiptLines, type StoreFields } from './storeFields';

const widthOf = (text: string): number => Array.from(text).reduce((cells, character) => cells + cellsOf(character), 0);

function text(content: string, align: PaperAlign = 'left', big = false, bold = false): PaperRow {
  const cells = widthOf(content) * (big ? 2 : 1);
  return {
    kind: 'text',
    align,
    cells,
    spans: [{ text: content, bold: bold || big, doubleWidth: big, doubleHeight: big, inverse: false, cells }],
  };
}

function wrap(content: string, cells: number): string[] {
  const lines = [''];
  let used = 0;
  for (const character of content) {
    if (used + cellsOf(character) > cells) {
      lines.push('');
      used = 0;
    }
    lines[lines.length - 1] = `${lines.at(-1) ?? ''}${character}`;
    used += cellsOf(character);
  }
  return lines;
}

function logoRow(pbm: string): PaperRow | null {
  const bytes = atob(pbm);
  const match = /^P4\s+(?:#[^\n]*\n)*(\d+)\s+(\d+)\s/.exec(bytes);
  return match === null
    ? null
    : {
        kind: 'raster',
        align: 'centre',
        width: Math.ceil(Number(match[1]) / 8) * 8,
        height: Number(match[2]),
        scaleX: 1,
        scaleY: 1,
        bits: btoa(bytes.slice(match[0].length)),
      };
}

/**
 * A made-up sale with the store's real header, footer and paper.
 * @param words the fixed words in the receipt's language
 * @param amount minor units as text
 */
export function sampleReceipt(
  fields: StoreFields,
  logoPbm: string | null,
  words: (key: string) => string,
  amount: (minor: number) => string,
): { readonly rows: readonly PaperRow[]; readonly cells: 32 | 48 } {
  const cells = fields.paperMm === 58 ? 32 : 48;
  const rule = text('-'.repeat(cells));
  const sides = (left: string, right: string, bold = false): PaperRow =>
    text(left + ' '.repeat(Math.max(1, cells - widthOf(left) - widthOf(right))) + right, 'left', false, bold);
  const centred = (content: string): PaperRow[] => wrap(content, cells).map((line) => text(line, 'centre'));
  const logo = logoPbm === null ? null : logoRow(logoPbm);
  const local = (name: string | null | undefined, nameEn: string | null | undefined): string =>
    (fields.language === 'en' ? nameEn || name : name) ?? '';
  const name = local(fields.name, fields.nameEn);
  const header = receiptLines(fields.header);
  const goods = [
    [words('goods1'), '2 × ', 350],
    [words('goods2'), '1 × ', 1280],
    [words('goods3'), '0.645 × ', 998],
  ] as const;
  const lineMinor = [700, 1280, 644];
  const total = lineMinor.reduce((sum, minor) => sum + minor, 0);
  const rows: PaperRow[] = [
    ...(logo === null ? [] : [logo]),
    ...(header.length > 0
      ? header.flatMap((line, index) =>
          index === 0 && widthOf(line) * 2 <= cells ? [text(line, 'centre', true)] : centred(line),
        )
      : [text(name, 'centre', true)]),
    ...centred(local(fields.address, fields.addressEn)).filter((row) => row.kind === 'text' && row.cells > 0),
    ...centred(fields.phone ?? '').filter((row) => row.kind === 'text' && row.cells > 0),
    rule,
    sides(words('number'), `${(fields.code || 'S1').toUpperCase()}-01-000042`),
    sides(words('time'), '2026-08-08 18:30:12'),
    sides(words('cashier'), words('person')),
    rule,
    ...goods.flatMap(([label, count, price], index) => [
      text(label),
      sides(`  ${count}${amount(price)}`, amount(lineMinor[index] ?? 0)),
    ]),
    rule,
    sides(words('total'), amount(total), true),
    sides(words('cash'), amount(5000)),
    sides(words('change'), amount(5000 - total)),
    rule,
    ...receiptLines(fields.footer).flatMap(centred),
    ...(fields.advertisement == null || fields.advertisement === ''
      ? []
      : [{ kind: 'feed', lines: 1 } as const, ...centred(fields.advertisement)]),
    { kind: 'feed', lines: 2 },
    { kind: 'cut', cut: 'partial' },
  ];
  return { rows, cells };
}
