import type { Loaded } from '@shared/api/useLoad';
import { Notice } from '@shared/components/Notice';
import { Panel } from '@shared/desk/Frame';
import { ListTable } from '@shared/desk/ListTable';
import { Mark } from '@shared/desk/Mark';
import type { TableColumnType } from 'antd';
import { useTranslation } from 'react-i18next';
import type { BehindTerminal, ChipsView } from '../../../api/types';

/** Active terminals that do not have what is current. */
export function BehindPanel({ loaded }: { readonly loaded: Loaded<ChipsView> }) {
  const { t } = useTranslation('chips');
  const has = (version: number): string => (version === 0 ? t('nothing') : String(version));
  const line = (row: BehindTerminal) => (
    <Mark tone={row.connected ? 'info' : 'calm'}>{t(row.connected ? 'here' : 'away')}</Mark>
  );
  const columns: readonly TableColumnType<BehindTerminal>[] = [
    {
      title: t('terminal'),
      key: 'number',
      width: 110,
      render: (_, row) => <span className="figures">{row.number}</span>,
    },
    { title: t('line'), key: 'line', width: 110, render: (_, row) => line(row) },
    { title: t('merchant'), key: 'merchant', render: (_, row) => row.merchantName },
    { title: t('place'), key: 'place', render: (_, row) => row.place },
    { title: t('itsKeys'), key: 'keys', render: (_, row) => <span className="figures">{has(row.keys)}</span> },
    {
      title: t('itsApplications'),
      key: 'apps',
      render: (_, row) => <span className="figures">{has(row.applications)}</span>,
    },
  ];
  const rows = loaded.data?.terminals ?? [];
  return (
    <Panel flush title={t('behind', { count: loaded.data?.behind ?? 0 })}>
      <ListTable
        loaded={loaded}
        rows={rows}
        columns={columns}
        label={t('behindLabel')}
        scrollX={760}
        keyOf={(row) => row.number}
        card={(row) => (
          <>
            <strong className="figures">{row.number}</strong> {line(row)}
            <br />
            {row.merchantName} · {row.place}
          </>
        )}
        empty={<Notice title={t('noneBehind')} text={t('noneBehindText')} />}
      />
    </Panel>
  );
}
