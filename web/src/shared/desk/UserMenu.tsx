import { DownOutlined, UserOutlined } from '@ant-design/icons';
import { Button, Dropdown } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNarrow } from './useNarrow';

interface UserMenuProps {
  readonly name: string;
  /** Role and number, beside the name. */
  readonly who: readonly string[];
  /** What the person's own settings are called. */
  readonly account: string;
  onAccount(this: void): void;
  onLogOut(this: void): void;
}

/** Who is logged in, their own settings, and the way out. */
export function UserMenu({ name, who, account, onAccount, onLogOut }: UserMenuProps) {
  const { t } = useTranslation('desk');
  const narrow = useNarrow();
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: [
          { key: 'who', disabled: true, label: [name, ...who].join(' · ') },
          { type: 'divider' },
          { key: 'account', label: account, onClick: onAccount },
          { key: 'logOut', label: t('shell.logOut'), onClick: onLogOut },
        ],
      }}
    >
      <Button type="text" icon={<UserOutlined aria-hidden="true" />} aria-label={`${t('shell.account')}: ${name}`}>
        {!narrow && (
          <>
            {name} <DownOutlined aria-hidden="true" style={{ fontSize: 11 }} />
          </>
        )}
      </Button>
    </Dropdown>
  );
}
