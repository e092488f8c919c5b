import { useEffect, useRef } from 'react';
import { useKeys } from '../../core/useKeys';

// A reader that types as a keyboard sends a key every few milliseconds; nobody's fingers do.
const longestGapMs = 250;
// Some end each track with Enter: another track may follow at once.
const betweenTracksMs = 160;
const mostKeys = 400;

/**
 * Hears a stripe reader that types as a keyboard: from `%` or `;` to Enter. What it typed goes to `onTracks` and is forgotten; no field of the page sees it.
 */
export function useStripeReader(onTracks: (tracks: string) => void): void {
  const keys = useRef<string[]>([]);
  const lastAt = useRef(0);
  const ending = useRef<number | undefined>(undefined);

  const forget = (): void => {
    window.clearTimeout(ending.current);
    ending.current = undefined;
    keys.current.fill('');
    keys.current = [];
  };
  const finish = (): void => {
    const tracks = keys.current.join('');
    forget();
    if (tracks.length > 1) onTracks(tracks);
  };

  useEffect(
    () => () => {
      window.clearTimeout(ending.current);
      keys.current = [];
    },
    [],
  );

  useKeys((event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    const now = performance.now();
    const begins = event.key === '%' || event.key === ';';
    const isTyping = keys.current.length > 0;
    if (isTyping && ending.current === undefined && now - lastAt.current > longestGapMs) {
      forget();
      if (!begins) return;
    }
    if (keys.current.length === 0 && !begins) return;
    if (ending.current !== undefined && !begins && event.key.length === 1) return;
    lastAt.current = now;
    // Nothing else may act on it: no field, no button under the focus.
    event.preventDefault();
    event.stopImmediatePropagation();
    if (event.key === 'Enter') {
      window.clearTimeout(ending.current);
      ending.current = window.setTimeout(finish, betweenTracksMs);
    } else if (event.key.length === 1 && keys.current.length < mostKeys) {
      window.clearTimeout(ending.current);
      ending.current = undefined;
      keys.current.push(event.key);
    }
  });
}
