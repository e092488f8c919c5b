import { Refusal } from '@shared/api/refusal';
import { useProblemText } from '@shared/i18n/useProblemText';
import { useCallback } from 'react';
import type { RefusalView } from '../api/types';

/** The sentence of a notice that came with a view. */
export function useRefusalText(): (notice: RefusalView) => string {
  const problemText = useProblemText();
  return useCallback((notice) => problemText(new Refusal(notice.code, notice.parameters ?? {}, 0)), [problemText]);
}
