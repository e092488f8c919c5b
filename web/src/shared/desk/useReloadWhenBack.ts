import type { Loaded } from '@shared/api/useLoad';
import { useEffect, useEffectEvent } from 'react';
import { useServerSilent } from './contact';

/** Loads again what failed, as soon as the server answers anything. */
export function useReloadWhenBack(loaded: Loaded<unknown>): void {
  const silent = useServerSilent();
  const back = useEffectEvent(() => {
    if (loaded.error !== null) loaded.reload();
  });
  useEffect(() => {
    if (!silent) back();
  }, [silent]);
}
