import { PlusOutlined } from '@ant-design/icons';
import type { Loaded } from '@shared/api/useLoad';
import { Notice } from '@shared/components/Notice';
import { Panel } from '@shared/desk/Frame';
import { ListTable } from '@shared/desk/ListTable';
import { Button, type TableColumnType } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ChipApplicationView, ChipsView } from '../../../api/types';
import { yuanText } from '../../../core/money';
import { useMay } from '../../../core/session';
import { ApplicationDrawer } from './ApplicationDrawer';
import { providerName } from './providers';

/** Applications with their limits. */
export function ApplicationPanel({ loaded }: { readonly loaded: Loaded<ChipsView> }) {
  const { t } = useTranslation('chips');
  const may = useMay();
  const [open, setOpen] = useState<ChipApplicationView | 'new' | null>(null);
  const editable = may('EditIssuers');
  const taps = ({ fields }: ChipApplicationView): string =>
    fields.contactlessLimit === 0
      ? t('noTaps')
      : t('tapsText', { most: yuanText(fields.contactlessLimit), verified: yuanText(fields.contactlessCvmLimit) });
  const columns: readonly TableColumnType<ChipApplicationView>[] = [
    {
      title: t('application'),
      key: 'aid',
      render: (_, row) => (
        <Button type="link" style={{ padding: 0, height: 'auto' }} onClick={() => setOpen(row)}>
          <code>{row.aid}</code>
        </Button>
      ),
    },
    { title: t('name'), key: 'name', render: (_, row) => row.fields.name },
    { title: t('provider'), key: 'provider', width: 110, render: (_, row) => providerName(row.aid) },
    {
      title: t('floorLimit'),
      key: 'floor',
      align: 'right',
      width: 140,
      render: (_, row) => <span className="figures">{yuanText(row.fields.floorLimit)}</span>,
    },
    { title: t('taps'), key: 'taps', render: (_, row) => taps(row) },
  ];
  return (
    <Panel
      flush
      title={t('applications')}
      extra={
        editable && (
          <Button icon={<PlusOutlined aria-hidden="true" />} onClick={() => setOpen('new')}>
            {t('addApplication')}
          </Button>
        )
      }
    >
      <ListTable
        loaded={loaded}
        rows={loaded.data?.applications ?? []}
        columns={columns}
        label={t('applications')}
        scrollX={820}
        keyOf={(row) => row.aid}
        onOpen={(row) => setOpen(row)}
        card={(row) => (
          <>
            <strong>{row.fields.name}</strong> <code>{row.aid}</code>
            <br />
            {t('floorLimit')} {yuanText(row.fields.floorLimit)} · {taps(row)}
          </>
        )}
        empty={<Notice title={t('noApplications')} text={t('noApplicationsText')} />}
      />
      {open !== null && (
        <ApplicationDrawer
          key={open === 'new' ? '' : `${open.aid} ${String(open.version)}`}
          application={open === 'new' ? null : open}
          readOnly={!editable}
          onClose={() => setOpen(null)}
          onSaved={() => {
            setOpen(null);
            loaded.reload();
          }}
        />
      )}
    </Panel>
  );
}
