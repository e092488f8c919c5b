import { useProblemText } from '@shared/i18n/useProblemText';
import { useState } from 'react';

export interface Pending {
  readonly busy: boolean;
  /** Why the last request was not done; null when it was. */
  readonly problem: string | null;
  run(this: void, request: () => Promise<unknown>): void;
  forget(this: void): void;
}

/** Sends one request at a time and keeps the sentence that says why it failed. */
export function usePending(): Pending {
  const problemText = useProblemText();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  return {
    busy,
    problem: failure === null ? null : problemText(failure),
    run: (request) => {
      if (busy) return;
      setBusy(true);
      request()
        .then(
          () => setFailure(null),
          (problem: unknown) => setFailure(problem),
        )
        .finally(() => setBusy(false));
    },
    forget: () => setFailure(null),
  };
}
