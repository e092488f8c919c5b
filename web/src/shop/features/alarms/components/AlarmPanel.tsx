import { SafetyCertificateOutlined } from '@ant-design/icons';
import { useLoad } from '@shared/api/useLoad';
import { LoadedView } from '@shared/components/LoadedView';
import { useTranslation } from 'react-i18next';
import { Panel } from '../../../core/Frame';
import { linkTo } from '../../../core/route';
import { alarms } from '../api/alarms';
import { AlarmItem } from './AlarmItem';
import styles from './Alarms.module.css';
import { useRefresh } from '../../../core/useRefresh';

const most = 3;

/** What a person should look at, beside the day's figures. */
export function AlarmPanel() {
  const { t } = useTranslation('alarms');
  const loaded = useLoad('open', () => alarms(false));
  useRefresh(loaded);
  return (
    <Panel title={t('title')} extra={<a href={linkTo('alarms')}>{t('seeAll')}</a>}>
      <LoadedView loaded={loaded}>
        {(list) =>
          list.length === 0 ? (
            <span className={styles['calm']}>
              <SafetyCertificateOutlined aria-hidden="true" /> {t('none')}
            </span>
          ) : (
            <div className={styles['list']}>
              {list.slice(0, most).map((alarm) => (
                <AlarmItem key={alarm.id} brief alarm={alarm} onSeen={loaded.reload} />
              ))}
            </div>
          )
        }
      </LoadedView>
    </Panel>
  );
}
