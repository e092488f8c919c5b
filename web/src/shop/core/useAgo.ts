import { useNow } from '@shared/components/useNow';
import { useTranslation } from 'react-i18next';

const minuteMs = 60_000;

/** How long ago something was, in words. */
export function useAgo(): (atMs: number | null | undefined) => string {
  const { t } = useTranslation('core');
  const now = useNow(minuteMs / 2);
  return (atMs) => {
    if (atMs === null || atMs === undefined) {
      return t('ago.never');
    }
    const minutes = Math.floor((now - atMs) / minuteMs);
    if (minutes < 1) {
      return t('ago.now');
    }
    return minutes < 60
      ? t('ago.minutes', { count: minutes })
      : minutes < 48 * 60
        ? t('ago.hours', { count: Math.floor(minutes / 60) })
        : t('ago.days', { count: Math.floor(minutes / 1440) });
  };
}
