import { useEffect, useEffectEvent, useState } from 'react';
import { look, type World } from './cards';

const everyMs = 2_000;

export interface WorldState {
  readonly world: World | null;
  readonly lost: boolean;
  /** Looks at once, after something was switched. */
  refresh(this: void): Promise<void>;
}

/** Follows reader, line and issuer for as long as somebody looks at the page. */
export function useWorld(): WorldState {
  const [world, setWorld] = useState<World | null>(null);
  const [lost, setLost] = useState(false);
  const refresh = (): Promise<void> =>
    look().then(
      (next) => {
        setWorld(next);
        setLost(false);
      },
      () => setLost(true),
    );
  const lookAgain = useEffectEvent(() => {
    if (!document.hidden) void refresh();
  });
  useEffect(() => {
    lookAgain();
    const timer = window.setInterval(() => lookAgain(), everyMs);
    return () => window.clearInterval(timer);
  }, []);
  return { world, lost, refresh };
}
