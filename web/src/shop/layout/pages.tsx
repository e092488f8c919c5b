import {
  AlertOutlined,
  AppstoreOutlined,
  AuditOutlined,
  BarChartOutlined,
  ClockCircleOutlined,
  FileTextOutlined,
  ImportOutlined,
  InboxOutlined,
  SettingOutlined,
  ShoppingOutlined,
  TeamOutlined,
} from '@ant-design/icons';
import type { ReactNode } from 'react';
import type { Right } from '../api/types';

export interface PageEntry {
  readonly key: string;
  readonly group: 'business' | 'goods' | 'manage';
  readonly right: Right;
  readonly icon: ReactNode;
  /** Whether the chosen store changes what the page shows. */
  readonly byStore?: boolean;
}

/** Every page of the back office, in the order of the navigation. */
export const pages: readonly PageEntry[] = [
  { key: 'today', group: 'business', right: 'seeReports', icon: <BarChartOutlined />, byStore: true },
  { key: 'orders', group: 'business', right: 'seeReports', icon: <FileTextOutlined />, byStore: true },
  { key: 'shifts', group: 'business', right: 'seeReports', icon: <ClockCircleOutlined />, byStore: true },
  { key: 'products', group: 'goods', right: 'editMasters', icon: <ShoppingOutlined /> },
  { key: 'proposals', group: 'goods', right: 'editMasters', icon: <InboxOutlined /> },
  { key: 'groups', group: 'goods', right: 'editMasters', icon: <AppstoreOutlined /> },
  { key: 'import', group: 'goods', right: 'editMasters', icon: <ImportOutlined /> },
  { key: 'staff', group: 'manage', right: 'editStaff', icon: <TeamOutlined /> },
  { key: 'settings', group: 'manage', right: 'editSettings', icon: <SettingOutlined /> },
  { key: 'alarms', group: 'manage', right: 'seeReports', icon: <AlertOutlined /> },
  { key: 'audit', group: 'manage', right: 'editStaff', icon: <AuditOutlined /> },
];
