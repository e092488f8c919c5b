import { PlusOutlined } from '@ant-design/icons';
import { Page, Panel } from '@shared/desk/Frame';
import { ListTable } from '@shared/desk/ListTable';
import { Mark } from '@shared/desk/Mark';
import { Button, type TableColumnType } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OperatorView } from '../../../api/types';
import { useList } from '../../../core/lists';
import { OperatorDrawer } from './OperatorDrawer';
import { Policy } from './Policy';

/** Who may open these pages. */
export function OperatorPage() {
  const { t } = useTranslation('operators');
  const loaded = useList<OperatorView>('operators');
  const [open, setOpen] = useState<OperatorView | 'new' | null>(null);
  const state = (row: OperatorView) => (
    <Mark tone={row.active ? 'good' : 'bad'}>{t(row.active ? 'active' : 'inactive')}</Mark>
  );
  const columns: readonly TableColumnType<OperatorView>[] = [
    {
      title: t('login'),
      key: 'login',
      render: (_, row) => (
        <Button type="link" style={{ padding: 0, height: 'auto' }} onClick={() => setOpen(row)}>
          {row.login}
        </Button>
      ),
    },
    { title: t('name'), key: 'name', render: (_, row) => row.name },
    { title: t('role'), key: 'role', render: (_, row) => t(`core:roles.${row.role}`) },
    { title: t('secondFactor'), key: 'factor', render: (_, row) => t(row.secondFactor ? 'core:yes' : 'core:no') },
    { title: t('state'), key: 'state', render: (_, row) => state(row) },
  ];
  return (
    <Page
      title={t('title')}
      note={t('note')}
      actions={
        <Button type="primary" icon={<PlusOutlined aria-hidden="true" />} onClick={() => setOpen('new')}>
          {t('add')}
        </Button>
      }
    >
      <Panel flush>
        <ListTable
          loaded={loaded}
          rows={loaded.data ?? []}
          columns={columns}
          label={t('title')}
          keyOf={(row) => row.login}
          onOpen={(row) => setOpen(row)}
          dim={(row) => !row.active}
          card={(row) => (
            <>
              <strong>{row.name}</strong> {row.login} · {t(`core:roles.${row.role}`)} {state(row)}
            </>
          )}
          empty={null}
        />
      </Panel>
      <Policy operators={loaded.data ?? []} />
      {open !== null && (
        <OperatorDrawer
          operator={open === 'new' ? null : open}
          onClose={() => setOpen(null)}
          onSaved={() => {
            setOpen(null);
            loaded.reload();
          }}
        />
      )}
    </Page>
  );
}
