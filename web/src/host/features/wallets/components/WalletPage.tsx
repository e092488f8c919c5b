import { PlusOutlined } from '@ant-design/icons';
import { Notice } from '@shared/components/Notice';
import { Page, Panel } from '@shared/desk/Frame';
import { Button, Skeleton } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { WalletAccountView } from '../../../api/types';
import { useList } from '../../../core/lists';
import { useMay } from '../../../core/session';
import { AccountDrawer } from './AccountDrawer';
import { AccountPanel } from './AccountPanel';
import { BillPanel } from './BillPanel';
import styles from './Wallets.module.css';

/** Merchants' accounts at WeChat Pay and Alipay. */
export function WalletPage() {
  const { t } = useTranslation('wallets');
  const may = useMay();
  const accounts = useList<WalletAccountView>('wallet-accounts');
  const [open, setOpen] = useState<WalletAccountView | 'new' | null>(null);
  const mayEdit = may('EditIssuers');
  return (
    <Page
      title={t('title')}
      note={t('note')}
      actions={
        mayEdit && (
          <Button type="primary" icon={<PlusOutlined aria-hidden="true" />} onClick={() => setOpen('new')}>
            {t('add')}
          </Button>
        )
      }
    >
      {accounts.data !== null && accounts.data.length > 0 && <BillPanel />}
      {accounts.data === null ? (
        <Panel>
          <Skeleton active />
        </Panel>
      ) : accounts.data.length === 0 ? (
        <Panel>
          <Notice title={t('none')} text={t('noneText')} />
        </Panel>
      ) : (
        <div className={styles['accounts']}>
          {accounts.data.map((account) => (
            <AccountPanel
              key={account.id}
              account={account}
              onEdit={mayEdit ? () => setOpen(account) : null}
              onChecked={accounts.reload}
            />
          ))}
        </div>
      )}
      {open !== null && (
        <AccountDrawer
          key={open === 'new' ? '' : `${open.id} ${String(open.version)}`}
          account={open === 'new' ? null : open}
          onClose={() => setOpen(null)}
          onSaved={() => {
            setOpen(null);
            accounts.reload();
          }}
        />
      )}
    </Page>
  );
}
