import { useNow } from '@shared/components/useNow';
import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import type { TillView } from '../../../api/types';

const freshMs = 2 * 60_000;

/** Whether a till is in use and in touch. */
export function TillState({ till }: { readonly till: TillView }) {
  const { t } = useTranslation('settings');
  const now = useNow(15_000);
  if (!till.active) {
    return <Tag>{t('states.inactive')}</Tag>;
  }
  if (!till.enrolled) {
    return <Tag color="gold">{t('states.waiting')}</Tag>;
  }
  return till.lastContactMs != null && now - till.lastContactMs < freshMs ? (
    <Tag color="green">{t('states.online')}</Tag>
  ) : (
    <Tag color="orange">{t('states.silent')}</Tag>
  );
}
