import { useEffect, useRef } from 'react';
import styles from './ReceiptPaper.module.css';
import { dotsPerCell, type BarcodeRow, type QrRow, type RasterRow } from './paper';

const black = '#1c1c1c';

/** A length in printer dots as a length on the screen. */
const dots = (count: number): string => `calc(var(--cell) * ${String(count)} / ${String(dotsPerCell)})`;

// Each run of black modules becomes one rectangle of the path.
function runs(modules: string, y: number, height: number): string {
  let path = '';
  for (const match of modules.matchAll(/1+/g)) {
    path += `M${String(match.index)} ${String(y)}h${String(match[0].length)}v${String(height)}h-${String(match[0].length)}z`;
  }
  return path;
}

export function QrPicture({ row }: { readonly row: QrRow }) {
  const quiet = 2;
  const side = row.size + 2 * quiet;
  return (
    <svg
      className={styles['symbol']}
      style={{ width: dots(side * row.moduleDots), height: dots(side * row.moduleDots) }}
      viewBox={`${String(-quiet)} ${String(-quiet)} ${String(side)} ${String(side)}`}
      shapeRendering="crispEdges"
    >
      <path fill={black} d={row.modules.map((modules, y) => runs(modules, y, 1)).join('')} />
    </svg>
  );
}

export function BarcodePicture({ row }: { readonly row: BarcodeRow }) {
  return (
    <svg
      className={styles['symbol']}
      style={{ width: dots(row.modules.length * row.moduleDots), height: dots(row.heightDots) }}
      viewBox={`0 0 ${String(row.modules.length)} 1`}
      preserveAspectRatio="none"
      shapeRendering="crispEdges"
    >
      <path fill={black} d={runs(row.modules, 0, 1)} />
    </svg>
  );
}

export function RasterPicture({ row }: { readonly row: RasterRow }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (context === null || context === undefined) {
      return;
    }
    const bytes = Uint8Array.from(atob(row.bits), (character) => character.charCodeAt(0));
    const bytesPerLine = row.width / 8;
    context.clearRect(0, 0, row.width, row.height);
    context.fillStyle = black;
    for (let y = 0; y < row.height; y += 1) {
      for (let x = 0; x < row.width; x += 1) {
        if (((bytes[y * bytesPerLine + (x >> 3)] ?? 0) & (0x80 >> (x & 7))) !== 0) {
          context.fillRect(x, y, 1, 1);
        }
      }
    }
  }, [row]);
  return (
    <canvas
      ref={canvas}
      className={styles['symbol']}
      width={row.width}
      height={row.height}
      style={{ width: dots(row.width * row.scaleX), height: dots(row.height * row.scaleY) }}
    />
  );
}
