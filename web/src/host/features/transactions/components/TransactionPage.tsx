import { DownloadOutlined, PauseOutlined, SyncOutlined } from '@ant-design/icons';
import { useLoad, type Loaded } from '@shared/api/useLoad';
import { Notice } from '@shared/components/Notice';
import { Page, Panel } from '@shared/desk/Frame';
import { ListTable } from '@shared/desk/ListTable';
import { goTo, useRoute } from '@shared/desk/route';
import { useDebounced } from '@shared/desk/useDebounced';
import { useSave } from '@shared/desk/useSave';
import { formatTime } from '@shared/i18n/time';
import { useLanguage } from '@shared/i18n/useLanguage';
import records from '@shared/desk/Records.module.css';
import { Button, Segmented, type TableColumnType } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TransactionRow } from '../../../api/types';
import { useLive } from '../../../core/live';
import { Amount, schemeName, StandingMark } from '../../../core/Names';
import { exportTransactions, findTransactions } from '../api/transactions';
import { FilterBar } from './FilterBar';
import { StoryDrawer } from './StoryDrawer';
import styles from './Transactions.module.css';
import { noFilters, queryOf, type Filters } from './filters';

function useColumns(): readonly TableColumnType<TransactionRow>[] {
  const { t } = useTranslation('transactions');
  const language = useLanguage();
  return [
    {
      title: t('number'),
      key: 'rrn',
      width: 140,
      render: (_, row) => (
        <Button type="link" className={records['link'] ?? ''} onClick={() => goTo('transactions', row.rrn)}>
          {row.rrn}
        </Button>
      ),
    },
    {
      title: t('time'),
      key: 'at',
      width: 170,
      render: (_, row) => <span className="figures">{formatTime(row.atMs, 'full', language)}</span>,
    },
    { title: t('flow'), key: 'flow', width: 120, render: (_, row) => t(`core:flows.${row.flow}`) },
    {
      title: t('merchant'),
      key: 'merchant',
      render: (_, row) => (
        <>
          {row.merchantName}
          <span className={`${styles['under'] ?? ''} figures`}>{row.terminal}</span>
        </>
      ),
    },
    {
      title: t('card'),
      key: 'card',
      width: 200,
      render: (_, row) => (
        <span className="figures">
          {row.card}
          <span className={styles['under']}>{schemeName(row.scheme)}</span>
        </span>
      ),
    },
    { title: t('standing'), key: 'standing', width: 130, render: (_, row) => <StandingMark row={row} /> },
    { title: t('amount'), key: 'amount', width: 115, align: 'right', render: (_, row) => <Amount row={row} /> },
  ];
}

interface ListProps {
  readonly loaded: Loaded<unknown>;
  readonly rows: readonly TransactionRow[];
}

function List({ loaded, rows }: ListProps) {
  const { t } = useTranslation('transactions');
  const language = useLanguage();
  const columns = useColumns();
  return (
    <ListTable
      loaded={loaded}
      rows={rows}
      columns={columns}
      label={t('title')}
      scrollX={960}
      keyOf={(row) => row.rrn}
      onOpen={(row) => goTo('transactions', row.rrn)}
      card={(row) => (
        <span className={records['card']}>
          <span>
            <strong>{t(`core:flows.${row.flow}`)}</strong> <StandingMark row={row} />
            <span className={`${records['hint'] ?? ''} figures`}>
              {formatTime(row.atMs, 'dayTime', language)} · {row.merchantName}
              <br />
              {row.card === '' ? row.rrn : `${schemeName(row.scheme)} ${row.card.slice(-4)} · ${row.rrn}`}
            </span>
          </span>
          <Amount row={row} />
        </span>
      )}
      empty={<Notice title={t('none')} text={t('noneText')} />}
    />
  );
}

function LiveList() {
  const { t } = useTranslation('transactions');
  const { view, stream } = useLive();
  const [held, setHeld] = useState<readonly TransactionRow[] | null>(null);
  const rows = held ?? view?.newest ?? [];
  return (
    <>
      <div className={styles['liveBar']}>
        <span role="status">{t(held !== null ? 'heldText' : stream === 'lost' ? 'lostText' : 'liveText')}</span>
        <Button
          icon={held === null ? <PauseOutlined aria-hidden="true" /> : <SyncOutlined aria-hidden="true" />}
          onClick={() => setHeld(held === null ? (view?.newest ?? []) : null)}
        >
          {t(held === null ? 'pause' : 'goOn')}
        </Button>
      </div>
      <List loaded={{ data: view, error: null, loading: false, reload: () => undefined }} rows={rows} />
    </>
  );
}

function SearchList() {
  const { t } = useTranslation('transactions');
  const { pending, save } = useSave();
  const [filters, setFilters] = useState<Filters>(noFilters);
  const [before, setBefore] = useState<readonly string[]>([]);
  const query = queryOf(useDebounced(filters, 400));
  const asked = { ...query, beforeRrn: before.at(-1) ?? null };
  const loaded = useLoad(JSON.stringify(asked), () => findTransactions(asked));
  const page = loaded.data;

  const download = async (): Promise<void> => {
    const file = URL.createObjectURL(await exportTransactions(query));
    const link = document.createElement('a');
    link.href = file;
    link.download = 'transactions.csv';
    link.click();
    URL.revokeObjectURL(file);
  };
  return (
    <>
      <FilterBar
        filters={filters}
        onChange={(next) => {
          setFilters(next);
          setBefore([]);
        }}
      />
      <List loaded={loaded} rows={page?.rows ?? []} />
      {page !== null && page.rows.length > 0 && (
        <div className={styles['pager']}>
          <Button icon={<DownloadOutlined aria-hidden="true" />} loading={pending} onClick={() => void save(download)}>
            {t('export')}
          </Button>
          <span>
            <Button disabled={before.length === 0} onClick={() => setBefore(before.slice(0, -1))}>
              {t('newer')}
            </Button>{' '}
            <Button
              disabled={page.beforeRrn == null}
              onClick={() => page.beforeRrn != null && setBefore([...before, page.beforeRrn])}
            >
              {t('older')}
            </Button>
          </span>
        </div>
      )}
    </>
  );
}

/** Transactions as they come, and every one there was. */
export function TransactionPage() {
  const { t } = useTranslation('transactions');
  const { id } = useRoute();
  const [live, setLive] = useState(true);
  return (
    <Page
      title={t('title')}
      note={t('note')}
      actions={
        <Segmented
          aria-label={t('shown')}
          value={live ? 'live' : 'search'}
          onChange={(value) => setLive(value === 'live')}
          options={[
            { value: 'live', label: t('live') },
            { value: 'search', label: t('searchAll') },
          ]}
        />
      }
    >
      <Panel flush>{live ? <LiveList /> : <SearchList />}</Panel>
      {id !== null && <StoryDrawer key={id} rrn={id} onClose={() => goTo('transactions')} />}
    </Page>
  );
}
