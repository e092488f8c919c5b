import { ImportOutlined, PlusOutlined, SearchOutlined } from '@ant-design/icons';
import { Notice } from '@shared/components/Notice';
import { Panel } from '@shared/desk/Frame';
import { ListTable } from '@shared/desk/ListTable';
import { Button, Input, type TableColumnType } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CardRange, IssuerView } from '../../../api/types';
import { useList } from '../../../core/lists';
import { schemeName } from '../../../core/Names';
import { useMay } from '../../../core/session';
import styles from './Issuers.module.css';
import { RangeDrawer } from './RangeDrawer';
import { RangeImportDrawer } from './RangeImportDrawer';

// A beginning of what is typed, or typed the beginning of it: a whole card number finds its ranges.
const fits = (range: CardRange, text: string): boolean =>
  text === '' || range.prefix.startsWith(text) || text.startsWith(range.prefix);

interface RangePanelProps {
  readonly issuers: readonly IssuerView[];
  /** After a change: issuers count their ranges. */
  onChanged(this: void): void;
}

/** Whose cards are whose. */
export function RangePanel({ issuers, onChanged }: RangePanelProps) {
  const { t } = useTranslation('issuers');
  const may = useMay();
  const loaded = useList<CardRange>('card-ranges');
  const [text, setText] = useState('');
  const [page, setPage] = useState({ page: 1, size: 20 });
  const [open, setOpen] = useState<CardRange | 'new' | 'list' | null>(null);
  const editable = may('EditIssuers') && issuers.length > 0;
  const digits = text.replace(/\D/g, '');
  const found = (loaded.data ?? []).filter((range) => fits(range, digits));
  const last = Math.max(1, Math.ceil(found.length / page.size));
  const at = Math.min(page.page, last);
  const saved = (): void => {
    setOpen(null);
    loaded.reload();
    onChanged();
  };
  const columns: readonly TableColumnType<CardRange>[] = [
    {
      title: t('prefix'),
      key: 'prefix',
      render: (_, row) =>
        editable ? (
          <Button type="link" style={{ padding: 0, height: 'auto' }} onClick={() => setOpen(row)}>
            <code>{row.prefix}</code>
          </Button>
        ) : (
          <code>{row.prefix}</code>
        ),
    },
    { title: t('scheme'), key: 'scheme', render: (_, row) => schemeName(row.scheme) },
    { title: t('product'), key: 'product', render: (_, row) => t(`products.${row.product}`) },
    { title: t('issuer'), key: 'issuer', render: (_, row) => row.issuer },
  ];
  return (
    <Panel
      flush
      title={t('ranges')}
      extra={
        <span className={styles['tools']}>
          <Input
            className={styles['search'] ?? ''}
            prefix={<SearchOutlined aria-hidden="true" />}
            placeholder={t('searchRanges')}
            aria-label={t('searchRanges')}
            inputMode="numeric"
            autoComplete="off"
            allowClear
            maxLength={24}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
          {editable && (
            <>
              <Button icon={<ImportOutlined aria-hidden="true" />} onClick={() => setOpen('list')}>
                {t('import')}
              </Button>
              <Button icon={<PlusOutlined aria-hidden="true" />} onClick={() => setOpen('new')}>
                {t('addRange')}
              </Button>
            </>
          )}
        </span>
      }
    >
      <ListTable
        loaded={loaded}
        rows={found.slice((at - 1) * page.size, at * page.size)}
        columns={columns}
        label={t('ranges')}
        keyOf={(row) => row.prefix}
        {...(editable && { onOpen: (row: CardRange) => setOpen(row) })}
        {...(found.length > 20 && {
          paging: { ...page, page: at, total: found.length, onChange: (next, size) => setPage({ page: next, size }) },
        })}
        card={(row) => (
          <>
            <code>{row.prefix}</code> {schemeName(row.scheme)} · {t(`products.${row.product}`)} · {row.issuer}
          </>
        )}
        empty={
          digits === '' ? <Notice title={t('noRanges')} text={t('noRangesText')} /> : <Notice title={t('noneFound')} />
        }
      />
      {open === 'list' && <RangeImportDrawer issuers={issuers} onClose={() => setOpen(null)} onSaved={saved} />}
      {open !== null && open !== 'list' && (
        <RangeDrawer
          range={open === 'new' ? null : open}
          issuers={issuers}
          onClose={() => setOpen(null)}
          onSaved={saved}
        />
      )}
    </Panel>
  );
}
