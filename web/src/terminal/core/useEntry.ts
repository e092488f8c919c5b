import { Refusal } from '@shared/api/refusal';
import { useEffect, useState } from 'react';
import { entryOf, type Entry } from '../api/entry';
import type { EntryView } from '../api/types';

const firstPauseMs = 500;
const longestPauseMs = 3_000;

export interface EntryState {
  readonly view: EntryView | null;
  /** The terminal's program does not answer; what is shown may be old. */
  readonly away: boolean;
  /** No such ticket: the payment is over, or never was. */
  readonly gone: boolean;
  readonly entry: Entry;
  /** Takes a view that came as the answer to a request. */
  take(this: void, view: EntryView): void;
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => window.setTimeout(resolve, ms));

/** Follows a payment: asks for the next version as soon as one came, and goes on asking when nobody answers. */
export function useEntry(ticket: string): EntryState {
  const [entry] = useState(() => entryOf(ticket));
  const [view, setView] = useState<EntryView | null>(null);
  const [away, setAway] = useState(false);
  const [gone, setGone] = useState(false);
  const [take] = useState(
    () =>
      (next: EntryView): void =>
        setView((before) => (before !== null && before.version > next.version ? before : next)),
  );

  useEffect(() => {
    let current = true;
    const follow = async (): Promise<void> => {
      let after = -1;
      let wait = firstPauseMs;
      while (current) {
        try {
          const next = await entry.look(after);
          if (!current) return;
          after = next.version;
          wait = firstPauseMs;
          take(next);
          setAway(false);
        } catch (problem) {
          if (!current) return;
          if (problem instanceof Refusal && problem.status === 404) {
            setGone(true);
            return;
          }
          setAway(true);
          await pause(wait);
          wait = Math.min(wait * 2, longestPauseMs);
          // It may have begun anew, and count from one again.
          after = -1;
        }
      }
    };
    void follow();
    return () => {
      current = false;
    };
  }, [entry, take]);

  return { view, away, gone, entry, take };
}
