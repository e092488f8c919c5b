import { useLoad } from '@shared/api/useLoad';
import { Page } from '@shared/desk/Frame';
import { useRefresh } from '@shared/desk/useRefresh';
import { useTranslation } from 'react-i18next';
import { hostApi } from '../../../api/hostApi';
import type { ChipsView } from '../../../api/types';
import { ApplicationPanel } from './ApplicationPanel';
import { BehindPanel } from './BehindPanel';
import { KeyPanel } from './KeyPanel';

/** What terminals need to read chips: authorities' keys, applications with their limits, and who does not have them. */
export function ChipPage() {
  const { t } = useTranslation('chips');
  const loaded = useLoad('chips', () => hostApi.get<ChipsView>('chips'));
  useRefresh(loaded);
  const version = loaded.data?.version ?? 0;
  return (
    <Page title={t('title')} note={version === 0 ? t('noteNone') : t('note', { version })}>
      {version !== 0 && <BehindPanel loaded={loaded} />}
      <KeyPanel loaded={loaded} />
      <ApplicationPanel loaded={loaded} />
    </Page>
  );
}
