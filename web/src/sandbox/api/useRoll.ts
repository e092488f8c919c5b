import { createClient } from '@shared/api/client';
import { useEventStream, type StreamState } from '@shared/api/useEventStream';
import { useState } from 'react';
import type { PaperRoll, PrinterSwitch } from './types';

const api = createClient('/sandbox/api');

export interface Roll {
  readonly roll: PaperRoll | null;
  readonly connection: StreamState;
  switchPrinter(this: void, request: PrinterSwitch): Promise<void>;
}

/** Follows the paper roll and the drawer. */
export function useRoll(): Roll {
  const [roll, setRoll] = useState<PaperRoll | null>(null);
  const connection = useEventStream<PaperRoll>(api.url('events'), 'paper', setRoll);
  return {
    roll,
    connection,
    switchPrinter: async (request) => {
      setRoll(await api.post<PaperRoll>('printer', request));
    },
  };
}
