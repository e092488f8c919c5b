import { useNow } from '@shared/components/useNow';
import { useTranslation } from 'react-i18next';
import type { TillView } from '../../../api/types';
import { Mark } from '../../../core/Mark';

const freshMs = 2 * 60_000;

/** Whether a till is in use and in touch. */
export function TillState({ till }: { readonly till: TillView }) {
  const { t } = useTranslation('settings');
  const now = useNow(15_000);
  if (!till.active) {
    return <Mark tone="calm">{t('states.inactive')}</Mark>;
  }
  if (!till.enrolled) {
    return <Mark tone="info">{t('states.waiting')}</Mark>;
  }
  return till.lastContactMs != null && now - till.lastContactMs < freshMs ? (
    <Mark tone="good">{t('states.online')}</Mark>
  ) : (
    <Mark tone="warn">{t('states.silent')}</Mark>
  );
}
