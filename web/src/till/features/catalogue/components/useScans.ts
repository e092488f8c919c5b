import { Refusal } from '@shared/api/refusal';
import { useProblemText } from '@shared/i18n/useProblemText';
import { App } from 'antd';
import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TillView } from '../../../api/types';
import { payAmount } from '../../../core/payAmount';
import { warn } from '../../../core/sound';
import { setCardHandler, setScanHandler } from '../../../core/keyboard';
import { scan } from '../api/catalogue';

export interface Scans {
  /** The first scanned code that no product has; null for none. */
  readonly unknown: string | null;
  /** Takes a code as the scanner would. */
  take(this: void, code: string): void;
  /** The unknown code was dealt with. */
  settle(this: void): void;
}

/**
 * Sells what the scanner reads, one after the other, from wherever the focus is.
 * @param onTaken gets the view after what was scanned was taken
 * @param onScan gets a code first; true when it was something else than a product's
 * @param enabled false while nothing may be sold; scans are then typed as any keys
 */
export function useScans(
  enabled: boolean,
  onScan: (code: string) => boolean,
  onTaken: (view: TillView) => void,
): Scans {
  const { message } = App.useApp();
  const problemText = useProblemText();
  const { t } = useTranslation('cards');
  const [unknown, setUnknown] = useState<readonly string[]>([]);

  const take = useCallback(
    (code: string) => {
      if (onScan(code)) {
        return;
      }
      const paid = scan({ code, payMinor: payAmount() }).then((view) => {
        onTaken(view);
      });
      paid.catch((problem: unknown) => {
        warn();
        if (problem instanceof Refusal && problem.code === 'cart.unknown-barcode') {
          setUnknown((before) => (before.includes(code) ? before : [...before, code]));
        } else {
          void message.error(problemText(problem), 5);
        }
      });
    },
    [message, problemText, onScan, onTaken],
  );

  useEffect(() => {
    if (!enabled) {
      return undefined;
    }
    setScanHandler(take);
    return () => {
      setScanHandler(null);
    };
  }, [enabled, take]);

  // Said wherever it happens, also where nothing is sold.
  useEffect(() => {
    setCardHandler(() => {
      warn();
      void message.warning(t('swipeHint'), 5);
    });
  }, [message, t]);

  const settle = useCallback(() => {
    setUnknown((before) => before.slice(1));
  }, []);
  return { unknown: unknown[0] ?? null, take, settle };
}
