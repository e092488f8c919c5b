import { useLoad } from '@shared/api/useLoad';
import { Notice } from '@shared/components/Notice';
import { formatTime } from '@shared/i18n/time';
import { useLanguage, useLocalName } from '@shared/i18n/useLanguage';
import { Button, Select, type TableColumnType } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ShiftView } from '../../../api/types';
import { Page, Panel } from '../../../core/Frame';
import { ListTable } from '../../../core/ListTable';
import { useMoney, useSession } from '../../../core/session';
import { reportNames, shiftPage } from '../api/shifts';
import { OverShort } from './OverShort';
import { ShiftDrawer } from './ShiftDrawer';
import styles from './Shifts.module.css';

/** Every shift and its Z-report. */
export function ShiftPage() {
  const { t } = useTranslation('shifts');
  const language = useLanguage();
  const localName = useLocalName();
  const money = useMoney();
  const { storeId } = useSession();
  const [till, setTill] = useState<string | null>(null);
  const [slice, setSlice] = useState({ page: 1, size: 20 });
  const [opened, setOpened] = useState<ShiftView | null>(null);
  const names = useLoad('', reportNames);
  const tills = (names.data?.tills ?? []).filter((named) => storeId === null || named.storeId === storeId);
  const chosen = tills.some((named) => named.id === till) ? till : null;
  const query = { store: storeId, till: chosen, skip: (slice.page - 1) * slice.size, take: slice.size };
  const loaded = useLoad(JSON.stringify(query), () => shiftPage(query));
  const time = (atMs: number | null | undefined): string =>
    atMs == null ? '–' : formatTime(atMs, 'dayTime', language);
  const storeCodes = new Map((names.data?.stores ?? []).map((store) => [store.id, store.code]));
  const tillOf = (shift: ShiftView) => (
    <>
      {shift.tillName} <span className={styles['hint']}>{storeCodes.get(shift.storeId) ?? ''}</span>
    </>
  );
  const amount = (minor: number | null | undefined) => (
    <span className="figures">{minor == null ? '–' : money.full(minor)}</span>
  );

  const columns: readonly TableColumnType<ShiftView>[] = [
    {
      title: t('z'),
      key: 'z',
      width: 95,
      render: (_, shift) => (
        <Button type="link" className={styles['link'] ?? ''} onClick={() => setOpened(shift)}>
          {shift.z == null ? t('shiftNumber', { number: shift.number }) : `Z ${String(shift.z)}`}
        </Button>
      ),
    },
    { title: t('till'), key: 'till', render: (_, shift) => tillOf(shift) },
    { title: t('cashier'), key: 'staff', render: (_, shift) => localName(shift.openedBy, shift.openedByEn) },
    {
      title: t('opened'),
      key: 'opened',
      width: 112,
      render: (_, shift) => <span className="figures">{time(shift.openedAtMs)}</span>,
    },
    {
      title: t('closed'),
      key: 'closed',
      width: 112,
      render: (_, shift) => <span className="figures">{time(shift.closedAtMs)}</span>,
    },
    {
      title: t('sales'),
      key: 'sales',
      width: 112,
      align: 'right',
      render: (_, shift) => amount(shift.totals?.saleMinor),
    },
    {
      title: t('expected'),
      key: 'expected',
      width: 112,
      align: 'right',
      render: (_, shift) => amount(shift.expectedMinor),
    },
    {
      title: t('counted'),
      key: 'counted',
      width: 112,
      responsive: ['xl'],
      align: 'right',
      render: (_, shift) => amount(shift.countedMinor),
    },
    {
      title: t('overShort'),
      key: 'overShort',
      width: 124,
      align: 'right',
      render: (_, shift) => <OverShort minor={shift.overShortMinor} />,
    },
  ];
  return (
    <Page
      title={t('title')}
      note={t('note')}
      actions={
        <Select
          className={styles['till'] ?? ''}
          allowClear
          aria-label={t('till')}
          placeholder={t('allTills')}
          value={chosen}
          onChange={(id: string | undefined) => {
            setTill(id ?? null);
            setSlice((before) => ({ ...before, page: 1 }));
          }}
          options={tills.map((named) => ({ value: named.id, label: localName(named.name, named.nameEn) }))}
        />
      }
    >
      <Panel flush>
        <ListTable<ShiftView>
          loaded={loaded}
          rows={loaded.data?.items ?? []}
          columns={columns}
          label={t('title')}
          scrollX={880}
          keyOf={(shift) => shift.shiftId}
          onOpen={setOpened}
          card={(shift) => (
            <span className={styles['card']}>
              <span>
                <strong>{shift.z == null ? t('shiftNumber', { number: shift.number }) : `Z ${String(shift.z)}`}</strong>{' '}
                {tillOf(shift)}
                <span className={styles['under']}>
                  {localName(shift.openedBy, shift.openedByEn)} · {time(shift.openedAtMs)} → {time(shift.closedAtMs)}
                </span>
              </span>
              <span className={styles['right']}>
                {amount(shift.totals?.saleMinor)}
                <OverShort minor={shift.overShortMinor} />
              </span>
            </span>
          )}
          empty={<Notice title={t('none')} text={t('noneText')} />}
          paging={{ ...slice, total: loaded.data?.total ?? 0, onChange: (page, size) => setSlice({ page, size }) }}
        />
      </Panel>
      {opened !== null && <ShiftDrawer shift={opened} onClose={() => setOpened(null)} />}
    </Page>
  );
}
