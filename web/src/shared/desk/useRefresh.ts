import type { Loaded } from '@shared/api/useLoad';
import { useEffect, useEffectEvent } from 'react';
import { isAttended } from './useIdle';

const everyMs = 60_000;

/** Loads again once a minute, as long as somebody is there to see it: an empty desk asks nothing, so that the session can end. */
export function useRefresh(loaded: Loaded<unknown>): void {
  const refresh = useEffectEvent(() => {
    if (document.visibilityState === 'visible' && isAttended(5 * everyMs)) loaded.reload();
  });
  useEffect(() => {
    const timer = window.setInterval(() => refresh(), everyMs);
    return () => {
      window.clearInterval(timer);
    };
  }, []);
}
