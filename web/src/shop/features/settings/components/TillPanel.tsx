import { useLoad } from '@shared/api/useLoad';
import { LoadedView } from '@shared/components/LoadedView';
import { useTranslation } from 'react-i18next';
import { Panel } from '../../../core/Frame';
import { linkTo } from '../../../core/route';
import { useSession } from '../../../core/session';
import { useAgo } from '../../../core/useAgo';
import { tills } from '../api/settings';
import styles from './Settings.module.css';
import { TillState } from './TillState';
import { useRefresh } from '../../../core/useRefresh';

/** How far each till's facts have come, beside the day's figures. */
export function TillPanel() {
  const { t } = useTranslation('settings');
  const ago = useAgo();
  const { storeId } = useSession();
  const loaded = useLoad('', tills);
  useRefresh(loaded);
  return (
    <Panel title={t('sync')} extra={<a href={linkTo('settings', 'tills')}>{t('manage')}</a>}>
      <LoadedView loaded={loaded}>
        {(list) => (
          <ul className={styles['syncList']}>
            {list
              .filter((till) => till.active && (storeId === null || till.storeId === storeId))
              .map((till) => (
                <li key={till.id}>
                  <span>
                    <strong>{till.name}</strong>
                    <span className={`${styles['hint'] ?? ''} figures`}>
                      {t('syncLine', { count: till.headSequence, ago: ago(till.lastContactMs) })}
                    </span>
                  </span>
                  <TillState till={till} />
                </li>
              ))}
          </ul>
        )}
      </LoadedView>
    </Panel>
  );
}
