import { PlusOutlined, SearchOutlined } from '@ant-design/icons';
import { Notice } from '@shared/components/Notice';
import { Page, Panel } from '@shared/desk/Frame';
import { ListTable } from '@shared/desk/ListTable';
import { Mark } from '@shared/desk/Mark';
import { linkTo } from '@shared/desk/route';
import { useDebounced } from '@shared/desk/useDebounced';
import { Button, Input, type TableColumnType } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MerchantView } from '../../../api/types';
import { useList } from '../../../core/lists';
import { yuanText } from '../../../core/money';
import { useMay } from '../../../core/session';
import { MerchantDrawer } from './MerchantDrawer';

const percent = (ppm: number): string => `${(ppm / 10_000).toFixed(2)}%`;

/** Everybody who takes cards through this host. */
export function MerchantPage() {
  const { t } = useTranslation('merchants');
  const may = useMay();
  const [text, setText] = useState('');
  const [open, setOpen] = useState<MerchantView | 'new' | null>(null);
  const loaded = useList<MerchantView>('merchants', { text: useDebounced(text) });
  const state = (row: MerchantView) =>
    row.active ? <Mark tone="good">{t('active')}</Mark> : <Mark tone="bad">{t('inactive')}</Mark>;
  const columns: readonly TableColumnType<MerchantView>[] = [
    {
      title: t('name'),
      key: 'name',
      render: (_, row) => (
        <Button type="link" style={{ padding: 0, height: 'auto' }} onClick={() => setOpen(row)}>
          {row.name}
        </Button>
      ),
    },
    {
      title: t('number'),
      key: 'number',
      width: 165,
      render: (_, row) => <span className="figures">{row.number}</span>,
    },
    { title: t('state'), key: 'state', width: 90, render: (_, row) => state(row) },
    {
      title: t('fees'),
      key: 'fees',
      width: 290,
      responsive: ['lg'],
      render: (_, row) => (
        <span className="figures">
          {t('feeLine', {
            debit: percent(row.fees.debit.ppm),
            cap: row.fees.debit.capMinor === 0 ? '' : ` ≤ ${yuanText(row.fees.debit.capMinor)}`,
            credit: percent(row.fees.credit.ppm),
          })}
        </span>
      ),
    },
    {
      title: t('terminals'),
      key: 'terminals',
      width: 90,
      align: 'right',
      render: (_, row) => <a href={linkTo('terminals', row.number)}>{row.terminals}</a>,
    },
    {
      title: t('today'),
      key: 'today',
      width: 150,
      align: 'right',
      render: (_, row) => (
        <span className="figures">
          {yuanText(row.todayMinor)} <small>({row.todayCount})</small>
        </span>
      ),
    },
    {
      title: t('payable'),
      key: 'payable',
      width: 130,
      align: 'right',
      render: (_, row) => (
        <a className="figures" href={linkTo('ledger', row.number)}>
          {yuanText(row.payableMinor)}
        </a>
      ),
    },
  ];
  return (
    <Page
      title={t('title')}
      note={t('note')}
      actions={
        <>
          <Input
            prefix={<SearchOutlined aria-hidden="true" />}
            placeholder={t('search')}
            aria-label={t('search')}
            allowClear
            value={text}
            maxLength={80}
            onChange={(event) => setText(event.target.value)}
            style={{ flex: '1 1 200px', maxWidth: 280 }}
          />
          {may('EditMerchants') && (
            <Button type="primary" icon={<PlusOutlined aria-hidden="true" />} onClick={() => setOpen('new')}>
              {t('add')}
            </Button>
          )}
        </>
      }
    >
      <Panel flush>
        <ListTable
          loaded={loaded}
          rows={loaded.data ?? []}
          columns={columns}
          label={t('title')}
          scrollX={940}
          keyOf={(row) => row.number}
          onOpen={(row) => setOpen(row)}
          dim={(row) => !row.active}
          card={(row) => (
            <span style={{ display: 'flex', justifyContent: 'space-between', gap: 12 }}>
              <span>
                <strong>{row.name}</strong> {state(row)}
                <br />
                <span className="figures">{row.number}</span>
              </span>
              <span className="figures">{yuanText(row.todayMinor)}</span>
            </span>
          )}
          empty={<Notice title={t('none')} text={t('noneText')} />}
        />
      </Panel>
      {open !== null && (
        <MerchantDrawer
          merchant={open === 'new' ? null : open}
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
