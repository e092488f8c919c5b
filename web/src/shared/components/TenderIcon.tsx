import {
  AuditOutlined,
  BankOutlined,
  CreditCardOutlined,
  GiftOutlined,
  MobileOutlined,
  PayCircleOutlined,
  TagOutlined,
  WalletOutlined,
} from '@ant-design/icons';
import type { ReactNode } from 'react';
import styles from './TenderIcon.module.css';
import type { TenderIconName } from './tenderIcons';

const icons: Readonly<Record<TenderIconName, ReactNode>> = {
  account: <AuditOutlined aria-hidden="true" />,
  wallet: <WalletOutlined aria-hidden="true" />,
  voucher: <TagOutlined aria-hidden="true" />,
  gift: <GiftOutlined aria-hidden="true" />,
  bank: <BankOutlined aria-hidden="true" />,
  card: <CreditCardOutlined aria-hidden="true" />,
  phone: <MobileOutlined aria-hidden="true" />,
  other: <PayCircleOutlined aria-hidden="true" />,
};

interface TenderIconProps {
  readonly icon: string;
  readonly color: string;
  /** As tall as a tile's; otherwise as a row's. */
  readonly large?: boolean;
}

/** The pictogram and the colour that the owner chose for a way to pay. */
export function TenderIcon({ icon, color, large = false }: TenderIconProps) {
  return (
    <span className={styles['icon']} data-large={large} style={{ background: color }}>
      {icon in icons ? icons[icon as TenderIconName] : icons.other}
    </span>
  );
}
