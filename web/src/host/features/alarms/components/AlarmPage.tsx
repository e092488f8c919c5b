import { AlertOutlined, CheckCircleOutlined, SafetyCertificateOutlined } from '@ant-design/icons';
import { LoadedView } from '@shared/components/LoadedView';
import { Notice } from '@shared/components/Notice';
import { Page, Panel } from '@shared/desk/Frame';
import { StaleNote } from '@shared/desk/StaleNote';
import { useSave } from '@shared/desk/useSave';
import { formatTime } from '@shared/i18n/time';
import { useLanguage } from '@shared/i18n/useLanguage';
import { Button, Segmented } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { hostApi } from '../../../api/hostApi';
import type { AlarmView } from '../../../api/types';
import { useList } from '../../../core/lists';
import { useMay } from '../../../core/session';
import styles from './Alarms.module.css';

function Item({ alarm, onSeen }: { readonly alarm: AlarmView; onSeen(this: void): void }) {
  const { t, i18n } = useTranslation('alarms');
  const language = useLanguage();
  const may = useMay();
  const { pending, save } = useSave();
  const name = alarm.kind.replaceAll('.', '-');
  const known = i18n.exists(`alarms:kinds.${name}.title`) ? name : 'unknown';
  const wallet = alarm.parameters['wallet'] ?? '';
  const values = {
    ...alarm.parameters,
    wallet: i18n.exists(`wallets:names.${wallet}`) ? t(`wallets:names.${wallet}`) : wallet,
    terminal: alarm.terminal,
    merchant: alarm.merchant,
    kind: alarm.kind,
  };
  const seen = alarm.seenMs != null;
  return (
    <li className={`${styles['alarm'] ?? ''} ${seen ? (styles['seen'] ?? '') : ''}`}>
      <span className={styles['mark']} aria-hidden="true">
        {seen ? <CheckCircleOutlined /> : <AlertOutlined />}
      </span>
      <div className={styles['text']}>
        <strong>{t(`kinds.${known}.title`, values)}</strong>
        <span className={`${styles['hint'] ?? ''} figures`}>
          {[formatTime(alarm.atMs, 'full', language), alarm.terminal, alarm.merchant]
            .filter((part) => part !== '')
            .join(' · ')}
        </span>
        <p>{t(`kinds.${known}.text`, values)}</p>
        {Object.keys(alarm.parameters).length > 0 && (
          <p className={styles['hint']}>
            {Object.entries(alarm.parameters)
              .map(([key, value]) => `${key} ${value}`)
              .join(' · ')}
          </p>
        )}
      </div>
      {!seen && may('AnswerAlarms') && (
        <Button
          size="small"
          loading={pending}
          onClick={() => void save(() => hostApi.post(`alarms/${alarm.id}/seen`)).then((done) => done && onSeen())}
        >
          {t('markSeen')}
        </Button>
      )}
    </li>
  );
}

/** What a person of the acquirer has to look at. */
export function AlarmPage() {
  const { t } = useTranslation('alarms');
  const [all, setAll] = useState(false);
  const loaded = useList<AlarmView>('alarms', { all });
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
      <Panel flush>
        <StaleNote loaded={loaded} />
        <LoadedView loaded={loaded}>
          {(list) =>
            list.length === 0 ? (
              <Notice icon={<SafetyCertificateOutlined />} title={t('none')} text={t('noneText')} />
            ) : (
              <ul className={styles['list']}>
                {list.map((alarm) => (
                  <Item key={alarm.id} alarm={alarm} onSeen={loaded.reload} />
                ))}
              </ul>
            )
          }
        </LoadedView>
      </Panel>
    </Page>
  );
}
