import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { Refusal, Unreachable } from '../api/refusal';

// Rights come as `EditStaff` from one role and as `editStaff` from another.
const capital = (right: string): string => right.charAt(0).toUpperCase() + right.slice(1);

/**
 * Turns whatever a request failed with into a sentence of the page's language. A page's own namespace `refusals` goes before the shared
 * `refusal`, for what it says differently and for the codes that only its role has.
 */
export function useProblemText(): (problem: unknown) => string {
  const { t, i18n } = useTranslation('refusal');
  return useCallback(
    (problem) => {
      const fieldName = (key: string, otherwise: string): string =>
        t([`refusals:fields.${key}`, `refusal:fields.${key}`], { defaultValue: otherwise });
      if (problem instanceof Unreachable) {
        return t(['refusals:unreachable', 'refusal:unreachable']);
      }
      if (problem instanceof Refusal) {
        const name = problem.code.replaceAll('.', '-');
        const key = i18n.exists(`refusals:${name}`) ? `refusals:${name}` : `refusal:${name}`;
        const { right, field } = problem.parameters;
        const named = {
          ...(typeof right === 'string' && { right: t(`rights.${capital(right)}`, { defaultValue: right }) }),
          ...(typeof field === 'string' && { field: fieldName(field.replaceAll('.', '-'), field) }),
        };
        return i18n.exists(key) ? t(key, { ...problem.parameters, ...named }) : t('generic', { code: problem.code });
      }
      return t('unexpected');
    },
    [t, i18n],
  );
}
