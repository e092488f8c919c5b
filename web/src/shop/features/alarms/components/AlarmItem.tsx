import { AlertOutlined, CheckCircleOutlined } from '@ant-design/icons';
import { formatTime } from '@shared/i18n/time';
import { useLanguage, useLocalName } from '@shared/i18n/useLanguage';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { AlarmView } from '../../../api/types';
import { useSave } from '../../../core/useSave';
import { markSeen } from '../api/alarms';
import styles from './Alarms.module.css';

interface AlarmItemProps {
  readonly alarm: AlarmView;
  /** Only what happened, without what to do. */
  readonly brief?: boolean;
  onSeen(this: void): void;
}

/** An alarm: what happened, why it matters, what to do. */
export function AlarmItem({ alarm, brief = false, onSeen }: AlarmItemProps) {
  const { t, i18n } = useTranslation('alarms');
  const language = useLanguage();
  const localName = useLocalName();
  const { pending, save } = useSave();
  const name = alarm.code.replaceAll('.', '-');
  const known = i18n.exists(`alarms:codes.${name}.title`) ? name : 'unknown';
  const values = { ...alarm.parameters, till: alarm.tillName ?? t('someTill'), code: alarm.code };
  const seen = alarm.seenAtMs != null;
  return (
    <div className={`${styles['alarm'] ?? ''} ${seen ? (styles['seen'] ?? '') : ''}`}>
      <span className={styles['mark']} aria-hidden="true">
        {seen ? <CheckCircleOutlined /> : <AlertOutlined />}
      </span>
      <div className={styles['text']}>
        <strong>{t(`codes.${known}.title`, values)}</strong>
        <span className={styles['hint']}>
          {formatTime(alarm.atMs, 'full', language)}
          {alarm.tillName != null && ` · ${alarm.tillName}`}
          {seen &&
            ` · ${t('seenBy', { name: localName(alarm.seenBy ?? '', alarm.seenByEn), time: formatTime(alarm.seenAtMs ?? 0, 'dayTime', language) })}`}
        </span>
        {!brief && (
          <>
            <p>{t(`codes.${known}.what`, values)}</p>
            <p>
              <strong>{t('toDo')}</strong> {t(`codes.${known}.todo`, values)}
            </p>
            <details>
              <summary>{t('details')}</summary>
              <dl className={styles['details']}>
                {Object.entries(alarm.parameters).map(([key, value]) => (
                  <div key={key}>
                    <dt>{key}</dt>
                    <dd>{value}</dd>
                  </div>
                ))}
              </dl>
            </details>
          </>
        )}
      </div>
      {!seen && (
        <Button
          size="small"
          loading={pending}
          onClick={() => void save(() => markSeen(alarm.id)).then((done) => done && onSeen())}
        >
          {t('markSeen')}
        </Button>
      )}
    </div>
  );
}
