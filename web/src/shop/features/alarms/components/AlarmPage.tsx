import { SafetyCertificateOutlined } from '@ant-design/icons';
import { useLoad } from '@shared/api/useLoad';
import { LoadedView } from '@shared/components/LoadedView';
import { Notice } from '@shared/components/Notice';
import { Segmented } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Page, Panel } from '../../../core/Frame';
import { alarms } from '../api/alarms';
import { AlarmItem } from './AlarmItem';
import styles from './Alarms.module.css';

/** All alarms with their explanations. */
export function AlarmPage() {
  const { t } = useTranslation('alarms');
  const [all, setAll] = useState(false);
  const loaded = useLoad(String(all), () => alarms(all));
  return (
    <Page
      title={t('title')}
      note={t('note')}
      actions={
        <Segmented
          aria-label={t('shown')}
          value={all ? 'all' : 'open'}
          onChange={(value) => setAll(value === 'all')}
          options={[
            { value: 'open', label: t('open') },
            { value: 'all', label: t('core:all') },
          ]}
        />
      }
    >
      <Panel>
        <LoadedView loaded={loaded}>
          {(list) =>
            list.length === 0 ? (
              <Notice icon={<SafetyCertificateOutlined />} title={t('none')} text={t('noneText')} />
            ) : (
              <div className={styles['list']}>
                {list.map((alarm) => (
                  <AlarmItem key={alarm.id} alarm={alarm} onSeen={loaded.reload} />
                ))}
              </div>
            )
          }
        </LoadedView>
      </Panel>
    </Page>
  );
}
