import {
  GlobalOutlined,
  LockOutlined,
  LogoutOutlined,
  QuestionCircleOutlined,
  RetweetOutlined,
  ToolOutlined,
  UserOutlined,
} from '@ant-design/icons';
import { setLanguage } from '@shared/i18n/i18n';
import { useLanguage, useLocalName } from '@shared/i18n/useLanguage';
import { Dropdown } from 'antd';
import { useTranslation } from 'react-i18next';
import type { StaffInfo } from '../../../api/types';
import styles from './Status.module.css';

interface UserMenuProps {
  readonly staff: StaffInfo;
  onDevices(this: void): void;
  onHelp(this: void): void;
  onTurn(this: void): void;
  onLock(this: void): void;
  onLogOut(this: void): void;
}

export function UserMenu({ staff, onDevices, onHelp, onTurn, onLock, onLogOut }: UserMenuProps) {
  const { t } = useTranslation('status');
  const language = useLanguage();
  const localName = useLocalName();
  const name = localName(staff.name, staff.nameEn);
  return (
    <Dropdown
      trigger={['click']}
      placement="bottomRight"
      menu={{
        items: [
          { key: 'who', label: `${name} · ${t(`roles.${staff.role}`)}`, disabled: true },
          { key: 'turn', icon: <RetweetOutlined />, label: t('turn'), onClick: onTurn },
          { key: 'lock', icon: <LockOutlined />, label: t('lock'), onClick: onLock },
          { key: 'logout', icon: <LogoutOutlined />, label: t('logout'), onClick: onLogOut },
          { type: 'divider' },
          { key: 'devices', icon: <ToolOutlined />, label: t('devices'), onClick: onDevices },
          { key: 'help', icon: <QuestionCircleOutlined />, label: t('help'), onClick: onHelp },
          {
            key: 'language',
            icon: <GlobalOutlined />,
            label: t('common:switchLanguage'),
            onClick: () => void setLanguage(language === 'en' ? 'zh-CN' : 'en'),
          },
        ],
      }}
    >
      <button type="button" className={styles['user']} aria-label={t('menuOf', { name })}>
        <UserOutlined aria-hidden="true" />
        <span className={styles['userName']}>{name}</span>
      </button>
    </Dropdown>
  );
}
