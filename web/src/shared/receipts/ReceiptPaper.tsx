import type { CSSProperties } from 'react';
import { useTranslation } from 'react-i18next';
import { BarcodePicture, QrPicture, RasterPicture } from './PaperPictures';
import styles from './ReceiptPaper.module.css';
import { cellsOf, paperCellsOf, paperText, type PaperAlign, type PaperRow, type TextSpan } from './paper';

type Variables = CSSProperties & Record<`--${string}`, string | number>;

const classes = (...names: readonly (string | false | undefined)[]): string => names.filter(Boolean).join(' ');
const aligned = (align: PaperAlign): string => classes(styles['row'], styles[align]);

// Every character stands in a box of its own whole number of cells, so that columns meet whatever the font's widths are.
function Span({ span }: { readonly span: TextSpan }) {
  const stretch = (span.doubleWidth ? 2 : 1) / (span.doubleHeight ? 2 : 1);
  return (
    <span className={classes(styles['span'], span.bold && styles['bold'], span.inverse && styles['inverse'])}>
      {Array.from(span.text, (character, index) => {
        const box: Variables = { '--w': cellsOf(character) * (span.doubleWidth ? 2 : 1), '--sx': stretch };
        return (
          <span key={index} className={classes(styles['glyph'], span.doubleHeight && styles['tall'])} style={box}>
            {stretch === 1 ? character : <span className={styles['scaled']}>{character}</span>}
          </span>
        );
      })}
    </span>
  );
}

function Row({ row }: { readonly row: PaperRow }) {
  const { t } = useTranslation();
  switch (row.kind) {
    case 'text':
      return (
        <div className={aligned(row.align)}>
          {row.spans.map((span, index) => (
            <Span key={index} span={span} />
          ))}
        </div>
      );
    case 'qr':
      return (
        <div className={aligned(row.align)}>
          <QrPicture row={row} />
        </div>
      );
    case 'barcode':
      return (
        <div className={aligned(row.align)}>
          <span className={styles['caption']}>
            {row.textAbove && <span>{row.data}</span>}
            <BarcodePicture row={row} />
            {row.textBelow && <span>{row.data}</span>}
          </span>
        </div>
      );
    case 'raster':
      return (
        <div className={aligned(row.align)}>
          <RasterPicture row={row} />
        </div>
      );
    case 'feed':
      return <div style={{ height: `${String(row.lines * 1.35)}em` }} />;
    case 'cut':
      return <div className={styles['cut']} />;
    case 'drawerKick':
      return null;
    case 'unknown':
      return <div className={styles['note']}>{t('paper.unknown', { bytes: row.bytes, hex: row.hex })}</div>;
  }
}

interface ReceiptPaperProps {
  readonly rows: readonly PaperRow[];
  /** Width of the paper; without it the narrowest that fits. */
  readonly widthCells?: number;
  /** Width of one cell on the screen. */
  readonly cellPx?: number;
}

/** Draws a printed document as the paper looks. */
export function ReceiptPaper({ rows, widthCells, cellPx = 8 }: ReceiptPaperProps) {
  const paper: Variables = { '--cells': widthCells ?? paperCellsOf(rows), '--cell': `${String(cellPx)}px` };
  return (
    <div className={styles['paper']} style={paper} role="img" aria-label={paperText(rows)}>
      {rows.map((row, index) => (
        <Row key={index} row={row} />
      ))}
    </div>
  );
}
