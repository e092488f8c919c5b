export interface KeyStroke {
  readonly key: string;
  readonly atMs: number;
}

/** What a scanner typed, and how fast. */
export interface Burst {
  readonly text: string;
  readonly characters: number;
  readonly durationMs: number;
  readonly slowestGapMs: number;
  readonly endsWithEnter: boolean;
}

const shortestCode = 4;
/** People type more slowly than this on the average. */
const personMs = 90;

/** Measures a burst of keys; null when it is too short or too slow for a scanner. */
export function measureBurst(strokes: readonly KeyStroke[], endsWithEnter: boolean): Burst | null {
  const first = strokes[0];
  const last = strokes.at(-1);
  if (first === undefined || last === undefined || strokes.length < shortestCode) {
    return null;
  }
  const durationMs = Math.round(last.atMs - first.atMs);
  if (durationMs / (strokes.length - 1) > personMs) {
    return null;
  }
  const gaps = strokes.slice(1).map((stroke, index) => stroke.atMs - (strokes[index]?.atMs ?? stroke.atMs));
  return {
    text: strokes.map(({ key }) => key).join(''),
    characters: strokes.length,
    durationMs,
    slowestGapMs: Math.round(Math.max(...gaps)),
    endsWithEnter,
  };
}
