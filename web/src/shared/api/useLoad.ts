import { useCallback, useEffect, useEffectEvent, useState } from 'react';

export interface Loaded<T> {
  readonly data: T | null;
  readonly error: unknown;
  readonly loading: boolean;
  reload(this: void): void;
}

/** Loads what `load` fetches, again whenever `key` changes; what was there stays visible meanwhile. */
export function useLoad<T>(key: string, load: () => Promise<T>): Loaded<T> {
  const [round, setRound] = useState(0);
  const [result, setResult] = useState<{ key: string; round: number; data: T | null; error: unknown } | null>(null);
  const fetchNow = useEffectEvent(load);

  useEffect(() => {
    let current = true;
    fetchNow().then(
      (data) => {
        if (current) setResult({ key, round, data, error: null });
      },
      (error: unknown) => {
        if (current) setResult((before) => ({ key, round, data: before?.data ?? null, error }));
      },
    );
    return () => {
      current = false;
    };
  }, [key, round]);

  const reload = useCallback(() => {
    setRound((before) => before + 1);
  }, []);
  const loading = result === null || result.key !== key || result.round !== round;
  return { data: result?.data ?? null, error: loading ? null : result.error, loading, reload };
}
