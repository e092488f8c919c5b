import { useEffect, useEffectEvent, useState } from 'react';

export interface Followed<T> {
  readonly data: T | null;
  readonly lost: boolean;
  /** Looks at once. */
  refresh(this: void): Promise<void>;
  /** Takes what a request brought back. */
  put(this: void, data: T): void;
}

/** Follows something for as long as somebody looks at the page; begins anew when `key` changes. */
export function useFollowed<T>(key: string, everyMs: number, look: () => Promise<T>): Followed<T> {
  const [seen, setSeen] = useState<{ key: string; data: T } | null>(null);
  const [lost, setLost] = useState(false);
  const take = (data: T): void => {
    setSeen({ key, data });
    setLost(false);
  };
  const refresh = (): Promise<void> => look().then(take, () => setLost(true));
  const lookAgain = useEffectEvent(() => {
    if (!document.hidden) void refresh();
  });
  useEffect(() => {
    lookAgain();
    const timer = window.setInterval(() => lookAgain(), everyMs);
    return () => window.clearInterval(timer);
  }, [key, everyMs]);
  return { data: seen?.key === key ? seen.data : null, lost, refresh, put: take };
}
