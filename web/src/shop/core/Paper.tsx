import { useLoad } from '@shared/api/useLoad';
import { LoadedView } from '@shared/components/LoadedView';
import { ReceiptPaper } from '@shared/receipts/ReceiptPaper';
import type { PaperRow } from '@shared/receipts/paper';
import styles from './Paper.module.css';

interface PaperProps {
  readonly label: string;
  readonly rows: readonly PaperRow[];
  /** Without it the narrowest paper that fits. */
  readonly paperMm?: number;
}

/** A printed document on the counter's cloth, scrolling by itself where it is long. */
export function Paper({ label, rows, paperMm }: PaperProps) {
  const cells = paperMm === undefined ? undefined : paperMm === 58 ? 32 : 48;
  return (
    <div className={styles['cloth']} tabIndex={0} role="group" aria-label={label}>
      <ReceiptPaper rows={rows} cellPx={6.8} {...(cells === undefined ? {} : { widthCells: cells })} />
    </div>
  );
}

interface LoadedPaperProps {
  /** Tells one document from another. */
  readonly name: string;
  readonly label: string;
  load(this: void): Promise<readonly PaperRow[]>;
}

/** A printed document that the shop composes when it is looked at. */
export function LoadedPaper({ name, label, load }: LoadedPaperProps) {
  const loaded = useLoad(name, load);
  return <LoadedView loaded={loaded}>{(rows) => <Paper label={label} rows={rows} />}</LoadedView>;
}
