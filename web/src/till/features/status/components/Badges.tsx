import {
  CheckCircleFilled,
  CloudSyncOutlined,
  DisconnectOutlined,
  PrinterOutlined,
  ToolOutlined,
  WarningFilled,
} from '@ant-design/icons';
import { formatTime } from '@shared/i18n/time';
import { useLanguage } from '@shared/i18n/useLanguage';
import { Tooltip } from 'antd';
import { useTranslation } from 'react-i18next';
import type { DeviceCheck, PrinterView, SyncView } from '../../../api/types';
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

/** The receipt printer, when there is one; leads to the devices. */
export function PrinterBadge({ printer, onOpen }: { readonly printer: PrinterView; onOpen(this: void): void }) {
  const { t } = useTranslation('status');
  if (printer.state === 'none') {
    return null;
  }
  const off = printer.state !== 'ready';
  const waits = printer.waiting > 0;
  const label = off
    ? `${t(`printer.${printer.state}`)}${waits ? ` · ${String(printer.waiting)}` : ''}`
    : waits
      ? t('printer.printing', { count: printer.waiting })
      : printer.paperLow
        ? t('printer.low')
        : t('printer.ready');
  const tone = off ? styles['alarm'] : waits || printer.paperLow ? styles['waiting'] : '';
  return (
    <Tooltip title={label}>
      <button
        type="button"
        className={`${styles['badge'] ?? ''} ${styles['badgeButton'] ?? ''} ${tone ?? ''}`}
        aria-label={label}
        onClick={onOpen}
      >
        <PrinterOutlined aria-hidden="true" />
        {waits && <span>{printer.waiting}</span>}
      </button>
    </Tooltip>
  );
}

/** What the self-check found, when something is wrong; leads to the devices. */
export function WrongBadge({ wrong, onOpen }: { readonly wrong: readonly DeviceCheck[]; onOpen(this: void): void }) {
  const { t } = useTranslation('status');
  if (wrong.length === 0) {
    return null;
  }
  const label = t('wrong', { count: wrong.length });
  const fails = wrong.some((check) => check.state === 'Fail');
  return (
    <Tooltip title={label}>
      <button
        type="button"
        className={`${styles['badge'] ?? ''} ${styles['badgeButton'] ?? ''} ${(fails ? styles['alarm'] : styles['waiting']) ?? ''}`}
        aria-label={label}
        onClick={onOpen}
      >
        <ToolOutlined aria-hidden="true" />
        <span>{wrong.length}</span>
      </button>
    </Tooltip>
  );
}
