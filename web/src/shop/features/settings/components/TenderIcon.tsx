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
import styles from './Settings.module.css';

const icons: Readonly<Record<string, ReactNode>> = {
  account: <AuditOutlined aria-hidden="true" />,
  wallet: <WalletOutlined aria-hidden="true" />,
  voucher: <TagOutlined aria-hidden="true" />,
  gift: <GiftOutlined aria-hidden="true" />,
  bank: <BankOutlined aria-hidden="true" />,
  card: <CreditCardOutlined aria-hidden="true" />,
  phone: <MobileOutlined aria-hidden="true" />,
  other: <PayCircleOutlined aria-hidden="true" />,
};

/** Names of the pictograms, as the server knows them. */
export const tenderIcons = Object.keys(icons);

/** A tender's tile in small, as the till shows it. */
export function TenderIcon({ icon, color }: { readonly icon: string; readonly color: string }) {
  return (
    <span className={styles['tenderIcon']} style={{ background: color }}>
      {icons[icon] ?? icons['other']}
    </span>
  );
}
