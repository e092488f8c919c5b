import type { Loaded } from '@shared/api/useLoad';
import { useProblemText } from '@shared/i18n/useProblemText';
import { Alert, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useReloadWhenBack } from './useReloadWhenBack';

/** Says that what is shown is older than what was asked for, because the last request failed. */
export function StaleNote({ loaded }: { readonly loaded: Loaded<unknown> }) {
  const { t } = useTranslation('desk');
  const problemText = useProblemText();
  useReloadWhenBack(loaded);
  if (loaded.error === null || loaded.data === null) {
    return null;
  }
  return (
    <Alert
      type="warning"
      showIcon
      banner
      title={t('stale', { reason: problemText(loaded.error) })}
      action={
        <Button size="small" onClick={loaded.reload}>
          {t('common:retry')}
        </Button>
      }
    />
  );
}
