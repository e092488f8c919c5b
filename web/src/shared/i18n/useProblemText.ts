import { useTranslation } from 'react-i18next';
import { Refusal, Unreachable } from '../api/refusal';

/** Turns whatever a request failed with into a sentence of the page's language. */
export function useProblemText(): (problem: unknown) => string {
  const { t, i18n } = useTranslation('refusal');
  return (problem) => {
    if (problem instanceof Unreachable) {
      return t('unreachable');
    }
    if (problem instanceof Refusal) {
      const key = `refusal:${problem.code.replaceAll('.', '-')}`;
      const { right, field } = problem.parameters;
      const named = {
        ...(typeof right === 'string' ? { right: t(`rights.${right}`, { defaultValue: right }) } : {}),
        ...(typeof field === 'string' ? { field: t(`fields.${field}`, { defaultValue: field }) } : {}),
      };
      return i18n.exists(key) ? t(key, { ...problem.parameters, ...named }) : t('generic', { code: problem.code });
    }
    return t('unexpected');
  };
}
