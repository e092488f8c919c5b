import { Notice } from '@shared/components/Notice';
import { Page, Panel } from '@shared/desk/Frame';
import { ListTable } from '@shared/desk/ListTable';
import { Mark } from '@shared/desk/Mark';
import { formatTime } from '@shared/i18n/time';
import { useLanguage } from '@shared/i18n/useLanguage';
import { Segmented, type TableColumnType } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BatchView } from '../../../api/types';
import { useList } from '../../../core/lists';
import { MerchantSelect } from '../../../core/MerchantSelect';
import { yuanText } from '../../../core/money';

// Field 48 as the terminal said it: amounts of 12 digits, counts of 3.
const toldText = (told: string): string => {
  const match = /^(\d{12})(\d{3})(\d{12})(\d{3})/.exec(told);
  return match === null
    ? told
    : `${yuanText(Number(match[1]))} (${String(Number(match[2]))}) / ${yuanText(Number(match[3]))} (${String(Number(match[4]))})`;
};

/** Batches that terminals closed, and whether both sides counted the same. */
export function BatchPage() {
  const { t } = useTranslation('batches');
  const language = useLanguage();
  const [merchant, setMerchant] = useState<string | null>(null);
  const [unbalanced, setUnbalanced] = useState(false);
  const loaded = useList<BatchView>('batches', { merchant, unbalanced });
  const mark = (row: BatchView) => (
    <Mark tone={row.balanced ? 'good' : 'bad'}>{t(row.balanced ? 'balanced' : 'unbalanced')}</Mark>
  );
  const counted = ({ totals }: BatchView): string =>
    `${yuanText(totals.debitMinor)} (${String(totals.debitCount)}) / ${yuanText(totals.creditMinor)} (${String(totals.creditCount)})`;
  const columns: readonly TableColumnType<BatchView>[] = [
    {
      title: t('terminal'),
      key: 'terminal',
      width: 110,
      render: (_, row) => <span className="figures">{row.terminal}</span>,
    },
    { title: t('batch'), key: 'batch', width: 90, render: (_, row) => String(row.batch).padStart(6, '0') },
    {
      title: t('closed'),
      key: 'closed',
      width: 180,
      render: (_, row) => <span className="figures">{formatTime(row.closedMs, 'full', language)}</span>,
    },
    { title: t('state'), key: 'state', width: 100, render: (_, row) => mark(row) },
    { title: t('host'), key: 'host', render: (_, row) => <span className="figures">{counted(row)}</span> },
    {
      title: t('certificates'),
      key: 'certificates',
      width: 80,
      align: 'right',
      render: (_, row) => (row.certificates === 0 ? '' : row.certificates),
    },
    { title: t('told'), key: 'told', render: (_, row) => <span className="figures">{toldText(row.told)}</span> },
  ];
  return (
    <Page
      title={t('title')}
      note={t('note')}
      actions={
        <>
          <MerchantSelect label={t('merchant')} value={merchant} onChange={setMerchant} />
          <Segmented
            aria-label={t('shown')}
            value={unbalanced ? 'unbalanced' : 'all'}
            onChange={(value) => setUnbalanced(value === 'unbalanced')}
            options={[
              { value: 'all', label: t('core:all') },
              { value: 'unbalanced', label: t('unbalanced') },
            ]}
          />
        </>
      }
    >
      <Panel flush>
        <ListTable
          loaded={loaded}
          rows={loaded.data ?? []}
          columns={columns}
          label={t('title')}
          scrollX={900}
          keyOf={(row) => `${row.terminal}/${String(row.batch)}`}
          card={(row) => (
            <>
              <strong className="figures">
                {row.terminal} / {String(row.batch).padStart(6, '0')}
              </strong>{' '}
              {mark(row)}
              <br />
              <span className="figures">{counted(row)}</span>
            </>
          )}
          empty={<Notice title={t('none')} text={t('noneText')} />}
        />
      </Panel>
    </Page>
  );
}
