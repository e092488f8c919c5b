import { useLoad } from '@shared/api/useLoad';
import { Notice } from '@shared/components/Notice';
import { formatTime } from '@shared/i18n/time';
import { useLanguage, useLocalName } from '@shared/i18n/useLanguage';
import records from '@shared/desk/Records.module.css';
import { Button, type TableColumnType } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OrderRow } from '../../../api/types';
import { Page, Panel } from '../../../core/Frame';
import { ListTable } from '../../../core/ListTable';
import { goTo, useRoute } from '../../../core/route';
import { useMoney, useSession } from '../../../core/session';
import { useDebounced } from '../../../core/useDebounced';
import { orderPage, reportNames } from '../api/orders';
import { FilterBar } from './FilterBar';
import { KindTag, OrderAmount, useTenderNames } from './KindTag';
import { OrderDrawer } from './OrderDrawer';
import styles from './Orders.module.css';
import { noFilters, queryOf, type Filters } from './filters';

/** Every order of every till: find one, and read its whole story. */
export function OrderPage() {
  const { t } = useTranslation('orders');
  const localName = useLocalName();
  const language = useLanguage();
  const money = useMoney();
  const tenderNames = useTenderNames();
  const { storeId } = useSession();
  const { id } = useRoute();
  const [filters, setFilters] = useState<Filters>(noFilters);
  const [slice, setSlice] = useState({ page: 1, size: 20 });
  const names = useLoad('', reportNames);
  const settled = useDebounced(filters);
  const query = {
    ...queryOf(settled, money),
    store: storeId,
    skip: (slice.page - 1) * slice.size,
    take: slice.size,
  };
  const loaded = useLoad(JSON.stringify(query), () => orderPage(query));
  const storeNames = new Map((names.data?.stores ?? []).map((store) => [store.id, store.code]));
  const open = (row: OrderRow): void => goTo('orders', row.id);

  const columns: readonly TableColumnType<OrderRow>[] = [
    {
      title: t('number'),
      key: 'number',
      width: 170,
      render: (_, row) => (
        <Button type="link" className={records['link'] ?? ''} onClick={() => open(row)}>
          {row.receiptNumber}
        </Button>
      ),
    },
    { title: t('kind'), key: 'kind', width: 84, render: (_, row) => <KindTag kind={row.kind} /> },
    {
      title: t('time'),
      key: 'at',
      width: 175,
      render: (_, row) => <span className="figures">{formatTime(row.atMs, 'full', language)}</span>,
    },
    {
      title: t('till'),
      key: 'till',
      render: (_, row) => (
        <>
          {row.tillName} <span className={records['hint']}>{storeNames.get(row.storeId) ?? ''}</span>
        </>
      ),
    },
    { title: t('cashier'), key: 'staff', render: (_, row) => localName(row.staffName, row.staffNameEn) },
    { title: t('lines'), key: 'lines', width: 70, align: 'right', responsive: ['xl'], render: (_, row) => row.lines },
    { title: t('tender'), key: 'tenders', width: 110, render: (_, row) => tenderNames(row.tenders) },
    { title: t('amount'), key: 'amount', width: 125, align: 'right', render: (_, row) => <OrderAmount row={row} /> },
  ];
  return (
    <Page title={t('title')} note={t('note')}>
      <Panel flush>
        <FilterBar
          filters={filters}
          names={names.data}
          onChange={(next) => {
            setFilters(next);
            setSlice((before) => ({ ...before, page: 1 }));
          }}
        />
        {loaded.data !== null && (
          <div className={`${styles['sums'] ?? ''} figures`} role="status">
            {t('sums', {
              total: loaded.data.total,
              sales: money.full(loaded.data.saleMinor),
              refunds: money.full(loaded.data.refundMinor),
            })}
          </div>
        )}
        <ListTable
          loaded={loaded}
          rows={loaded.data?.items ?? []}
          columns={columns}
          label={t('title')}
          scrollX={860}
          keyOf={(row) => row.id}
          onOpen={open}
          card={(row) => (
            <span className={records['card']}>
              <span>
                <strong className="figures">{row.receiptNumber}</strong> <KindTag kind={row.kind} />
                <span className={records['hint']}>
                  {formatTime(row.atMs, 'dayTime', language)} · {localName(row.staffName, row.staffNameEn)} ·{' '}
                  {tenderNames(row.tenders)}
                </span>
              </span>
              <OrderAmount row={row} />
            </span>
          )}
          empty={<Notice title={t('none')} text={t('noneText')} />}
          paging={{ ...slice, total: loaded.data?.total ?? 0, onChange: (page, size) => setSlice({ page, size }) }}
        />
      </Panel>
      {id !== null && <OrderDrawer key={id} id={id} onClose={() => goTo('orders')} />}
    </Page>
  );
}
