import {
  AlertOutlined,
  ApartmentOutlined,
  AuditOutlined,
  BankOutlined,
  BookOutlined,
  CreditCardOutlined,
  DashboardOutlined,
  FolderOpenOutlined,
  IdcardOutlined,
  KeyOutlined,
  QrcodeOutlined,
  ShopOutlined,
  TeamOutlined,
} from '@ant-design/icons';
import type { ReactNode } from 'react';
import type { OperatorRight } from '../api/types';

export interface PageEntry {
  readonly key: string;
  readonly group: 'now' | 'customers' | 'books' | 'system';
  readonly right: OperatorRight;
  readonly icon: ReactNode;
}

/** Every page of the host, in the order of the navigation. */
export const pages: readonly PageEntry[] = [
  { key: 'overview', group: 'now', right: 'See', icon: <DashboardOutlined /> },
  { key: 'transactions', group: 'now', right: 'See', icon: <CreditCardOutlined /> },
  { key: 'alarms', group: 'now', right: 'See', icon: <AlertOutlined /> },
  { key: 'merchants', group: 'customers', right: 'See', icon: <ShopOutlined /> },
  { key: 'terminals', group: 'customers', right: 'See', icon: <BankOutlined /> },
  { key: 'ledger', group: 'books', right: 'See', icon: <BookOutlined /> },
  { key: 'batches', group: 'books', right: 'See', icon: <FolderOpenOutlined /> },
  { key: 'issuers', group: 'system', right: 'See', icon: <ApartmentOutlined /> },
  { key: 'wallets', group: 'system', right: 'See', icon: <QrcodeOutlined /> },
  { key: 'chips', group: 'system', right: 'See', icon: <IdcardOutlined /> },
  { key: 'keys', group: 'system', right: 'See', icon: <KeyOutlined /> },
  { key: 'operators', group: 'system', right: 'EditOperators', icon: <TeamOutlined /> },
  { key: 'audit', group: 'system', right: 'EditOperators', icon: <AuditOutlined /> },
];
