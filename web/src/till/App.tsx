import { Notice } from '@shared/components/Notice';
import { useTranslation } from 'react-i18next';

export function App() {
  const { t } = useTranslation();
  return <Notice title={t('brand')} text={t('connecting')} />;
}
