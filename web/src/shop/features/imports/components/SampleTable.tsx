import { formatMilli } from '@shared/money/quantity';
import { Table, Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import type { ImportPreview } from '../../../api/types';
import { Panel } from '../../../core/Frame';
import { useMoney } from '../../../core/session';
import { useNarrow } from '../../../core/useNarrow';
import styles from './Imports.module.css';

const colors = { added: 'green', changed: 'blue', unchanged: 'default' } as const;

/** The first rows as they were understood, to see at a glance whether the columns are right. */
export function SampleTable({ rows }: { readonly rows: readonly ImportPreview[] }) {
  const { t } = useTranslation('imports');
  const money = useMoney();
  const narrow = useNarrow();
  const stock = (row: ImportPreview): string =>
    row.stockMilli === null || row.stockMilli === undefined ? '–' : formatMilli(row.stockMilli);
  return (
    <Panel flush title={t('sampleTitle', { count: rows.length })}>
      {narrow ? (
        <ul className={styles['sampleCards']}>
          {rows.map((row) => (
            <li key={row.line}>
              <span>
                <strong>{row.name}</strong> <Tag color={colors[row.effect]}>{t(row.effect)}</Tag>
              </span>
              <span className="figures">
                {money.full(row.priceMinor)}/{row.unit}
              </span>
              <span className={`${styles['hint'] ?? ''} figures`}>
                {[
                  row.barcodes[0],
                  row.category,
                  row.stockMilli === undefined ? null : `${t('fields.stock')} ${stock(row)}`,
                ]
                  .filter((part) => part !== null && part !== undefined)
                  .join(' · ')}
              </span>
            </li>
          ))}
        </ul>
      ) : (
        <Table<ImportPreview>
          size="small"
          aria-label={t('sampleTitle', { count: rows.length })}
          rowKey={(row) => row.line}
          dataSource={[...rows]}
          pagination={false}
          scroll={{ x: 820, y: 320 }}
          columns={[
            {
              title: t('line'),
              key: 'line',
              width: 70,
              render: (_, row) => <span className="figures">{row.line}</span>,
            },
            {
              title: t('effect'),
              key: 'effect',
              width: 90,
              render: (_, row) => <Tag color={colors[row.effect]}>{t(row.effect)}</Tag>,
            },
            { title: t('fields.name'), key: 'name', render: (_, row) => row.name },
            {
              title: t('fields.barcodes'),
              key: 'barcodes',
              width: 150,
              render: (_, row) => (
                <span className="figures">{row.barcodes.length === 0 ? '–' : row.barcodes.join(' ')}</span>
              ),
            },
            { title: t('fields.category'), key: 'category', width: 110, render: (_, row) => row.category ?? '–' },
            {
              title: t('fields.price'),
              key: 'price',
              align: 'right',
              width: 130,
              render: (_, row) => (
                <span className="figures">
                  {money.full(row.priceMinor)}
                  <span className={styles['hint']}>/{row.unit}</span>
                </span>
              ),
            },
            {
              title: t('fields.stock'),
              key: 'stock',
              align: 'right',
              width: 80,
              render: (_, row) => <span className="figures">{stock(row)}</span>,
            },
          ]}
        />
      )}
    </Panel>
  );
}
