import {
  AuditOutlined,
  BarcodeOutlined,
  CheckCircleFilled,
  ClockCircleOutlined,
  CloseCircleFilled,
  CloudServerOutlined,
  CreditCardOutlined,
  HddOutlined,
  InboxOutlined,
  PrinterOutlined,
  QuestionCircleFilled,
  ThunderboltOutlined,
  WarningFilled,
  WifiOutlined,
} from '@ant-design/icons';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeviceCheck } from '../../../api/types';
import { checkParameters } from './checkParameters';
import styles from './Devices.module.css';

const icons: Readonly<Record<string, ReactNode>> = {
  printer: <PrinterOutlined />,
  scanner: <BarcodeOutlined />,
  drawer: <InboxOutlined />,
  disk: <HddOutlined />,
  clock: <ClockCircleOutlined />,
  network: <WifiOutlined />,
  shop: <CloudServerOutlined />,
  certificate: <AuditOutlined />,
  battery: <ThunderboltOutlined />,
  chips: <CreditCardOutlined />,
};

const marks = {
  Ok: <CheckCircleFilled />,
  Warn: <WarningFilled />,
  Fail: <CloseCircleFilled />,
  Unknown: <QuestionCircleFilled />,
} as const;

interface CheckRowProps {
  readonly check: DeviceCheck;
  readonly children?: ReactNode;
}

/** One device: its state, what was found, and what to do about it. */
export function CheckRow({ check, children }: CheckRowProps) {
  const { t } = useTranslation('devices');
  const parameters = checkParameters(check, t);
  return (
    <li className={styles['check']} data-state={check.state}>
      <span className={styles['icon']} aria-hidden="true">
        {icons[check.device]}
      </span>
      <div className={styles['finding']}>
        <div className={styles['name']}>
          <strong>{t(`device.${check.device}`)}</strong>
          <span className={styles['state']}>
            <span aria-hidden="true">{marks[check.state]}</span> {t(`state.${check.state}`)}
          </span>
        </div>
        <div>{t(`found.${check.code}`, parameters)}</div>
        {check.state !== 'Ok' && <div className={styles['mend']}>{t(`mend.${check.code}`, parameters)}</div>}
        {children}
      </div>
    </li>
  );
}
