import {
  CheckCircleFilled,
  CloudSyncOutlined,
  DisconnectOutlined,
  PrinterOutlined,
  WarningFilled,
} from '@ant-design/icons';
import { formatTime } from '@shared/i18n/time';
import { useLanguage } from '@shared/i18n/useLanguage';
import { Tooltip } from 'antd';
import { useTranslation } from 'react-i18next';
import type { PrinterView, SyncView } from '../../../api/types';
import styles from './Status.module.css';

/** How much is safe here only, and how much in the shop as well. */
export function SyncBadge({ sync }: { readonly sync: SyncView }) {
  const { t } = useTranslation('status');
  const language = useLanguage();
  const contact =
    sync.lastContactMs === null || sync.lastContactMs === undefined
      ? t('noContact')
      : t('lastContact', { time: formatTime(sync.lastContactMs, 'dayTime', language) });
  const alarm = sync.alarm ?? null;
  const tone = alarm !== null ? styles['alarm'] : sync.waiting > 0 || !sync.online ? styles['waiting'] : '';
  const icon =
    alarm !== null ? (
      <WarningFilled aria-hidden="true" />
    ) : !sync.online ? (
      <DisconnectOutlined aria-hidden="true" />
    ) : sync.waiting > 0 ? (
      <CloudSyncOutlined aria-hidden="true" />
    ) : (
      <CheckCircleFilled aria-hidden="true" />
    );
  const text =
    alarm !== null
      ? t('syncAlarm')
      : sync.waiting > 0
        ? t('safeHere', { count: sync.waiting })
        : sync.online
          ? t('allUp')
          : t('offline');
  return (
    <Tooltip title={`${t('confirmed', { count: sync.confirmed })} · ${contact}${alarm === null ? '' : ` · ${alarm}`}`}>
      <span className={`${styles['badge'] ?? ''} ${tone ?? ''}`} role="status">
        {icon}
        {text}
      </span>
    </Tooltip>
  );
}

/** The receipt printer, when there is something to say about it. */
export function PrinterBadge({ printer }: { readonly printer: PrinterView }) {
  const { t } = useTranslation('status');
  if (printer.state === 'none') {
    return null;
  }
  const off = printer.state !== 'ready';
  const label = off
    ? t('printerOff', { count: printer.waiting })
    : printer.waiting > 0
      ? t('printerWaiting', { count: printer.waiting })
      : t('printerReady');
  return (
    <Tooltip title={label}>
      <span
        className={`${styles['badge'] ?? ''} ${off ? (styles['alarm'] ?? '') : printer.waiting > 0 ? (styles['waiting'] ?? '') : ''}`}
        role="status"
        aria-label={label}
      >
        <PrinterOutlined aria-hidden="true" />
        {printer.waiting > 0 && <span>{printer.waiting}</span>}
      </span>
    </Tooltip>
  );
}
