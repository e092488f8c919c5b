// Written by hand after the sandbox's records, with their names, until its openapi.json is there to generate them from.
import type { PaperRow } from '@shared/receipts/paper';

export interface PrintedPaper {
  readonly id: number;
  readonly atMs: number;
  readonly paperCells: number;
  readonly rows: readonly PaperRow[];
}

/** What lies on the sandbox's desk: the roll, newest first, and the drawer. */
export interface PaperRoll {
  readonly documents: readonly PrintedPaper[];
  readonly drawerKicks: number;
  readonly online: boolean;
  readonly widthCells: number;
}

export interface PrinterSwitch {
  readonly online: boolean;
}
