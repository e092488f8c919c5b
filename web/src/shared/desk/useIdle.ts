import { useEffect, useEffectEvent } from 'react';
import { lastContactMs } from './contact';

const storageKey = `guitai.activity.${window.location.pathname.split('/')[1] ?? ''}`;
const checkEveryMs = 15_000;
const keepAliveMs = 5 * 60_000;

let lastHere = Date.now();

// Several pages share one session: whoever works on one of them keeps it for all.
function lastActivityMs(): number {
  try {
    return Math.max(lastHere, Number(localStorage.getItem(storageKey) ?? 0));
  } catch {
    return lastHere;
  }
}

function noteActivity(): void {
  const now = Date.now();
  if (now - lastHere < 2_000) {
    return;
  }
  lastHere = now;
  try {
    localStorage.setItem(storageKey, String(now));
  } catch {
    // Without storage each page counts for itself.
  }
}

/** True when somebody has touched this page, or another one of the session, not long ago. */
export const isAttended = (withinMs: number): boolean => Date.now() - lastActivityMs() < withinMs;

/**
 * Watches whether anybody is there.
 * @param onIdle called after so many minutes without a touch
 * @param onStillThere called when somebody works on the page but it has asked the server nothing for a while
 */
export function useIdle(minutes: number, onIdle: () => void, onStillThere: () => void): void {
  const idle = useEffectEvent(onIdle);
  const stillThere = useEffectEvent(onStillThere);
  useEffect(() => {
    lastHere = 0;
    noteActivity();
    const events = ['pointerdown', 'keydown', 'wheel', 'touchstart'] as const;
    for (const event of events) window.addEventListener(event, noteActivity, { passive: true });
    const timer = window.setInterval(() => {
      if (!isAttended(minutes * 60_000)) {
        idle();
      } else if (isAttended(keepAliveMs) && Date.now() - lastContactMs() > keepAliveMs) {
        stillThere();
      }
    }, checkEveryMs);
    return () => {
      window.clearInterval(timer);
      for (const event of events) window.removeEventListener(event, noteActivity);
    };
  }, [minutes]);
}
