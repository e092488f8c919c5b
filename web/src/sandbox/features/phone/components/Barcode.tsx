import { code128 } from '../code128';
import styles from './Phone.module.css';

/** A code's bars, as wide as there is room. */
export function Barcode({ digits, label }: { readonly digits: string; readonly label: string }) {
  const widths = code128(digits);
  const starts = widths.map((_, place) => widths.slice(0, place).reduce((sum, width) => sum + width, 0));
  const total = widths.reduce((sum, width) => sum + width, 0);
  return (
    <svg
      className={styles['bars']}
      viewBox={`0 0 ${String(total)} 40`}
      preserveAspectRatio="none"
      shapeRendering="crispEdges"
      role="img"
      aria-label={label}
    >
      {widths.map((width, place) =>
        place % 2 === 0 ? <rect key={place} x={starts[place]} y={0} width={width} height={40} /> : null,
      )}
    </svg>
  );
}
