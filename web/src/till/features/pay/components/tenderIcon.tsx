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

const icons: Readonly<Record<string, ReactNode>> = {
  account: <AuditOutlined aria-hidden="true" />,
  wallet: <WalletOutlined aria-hidden="true" />,
  voucher: <TagOutlined aria-hidden="true" />,
  gift: <GiftOutlined aria-hidden="true" />,
  bank: <BankOutlined aria-hidden="true" />,
  card: <CreditCardOutlined aria-hidden="true" />,
  phone: <MobileOutlined aria-hidden="true" />,
};

/** The pictogram that the owner chose. */
export function tenderIcon(name: string): ReactNode {
  return icons[name] ?? <PayCircleOutlined aria-hidden="true" />;
}
