import { useEffect } from 'react';
import { lock } from '../api/session';

const checkEveryMs = 5_000;
const signs = ['pointerdown', 'keydown', 'wheel', 'touchstart'] as const;

/** Locks the till when nobody has touched it for so many seconds; 0 never. */
export function useIdleLock(seconds: number): void {
  useEffect(() => {
    if (seconds <= 0) {
      return undefined;
    }
    let lastAtMs = Date.now();
    const touch = (): void => {
      lastAtMs = Date.now();
    };
    const timer = window.setInterval(() => {
      if (Date.now() - lastAtMs >= seconds * 1_000) {
        touch();
        void lock().catch(() => undefined);
      }
    }, checkEveryMs);
    for (const sign of signs) {
      window.addEventListener(sign, touch, { capture: true, passive: true });
    }
    return () => {
      window.clearInterval(timer);
      for (const sign of signs) {
        window.removeEventListener(sign, touch, { capture: true });
      }
    };
  }, [seconds]);
}
