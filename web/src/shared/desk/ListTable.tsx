import type { Loaded } from '@shared/api/useLoad';
import { LoadedView } from '@shared/components/LoadedView';
import { Pagination, Skeleton, Table, type TableColumnType } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './ListTable.module.css';
import { StaleNote } from './StaleNote';
import { useNarrow } from './useNarrow';

export interface Paging {
  readonly page: number;
  readonly size: number;
  readonly total: number;
  onChange(this: void, page: number, size: number): void;
}

interface ListTableProps<T> {
  readonly loaded: Loaded<unknown>;
  readonly rows: readonly T[];
  readonly columns: readonly TableColumnType<T>[];
  readonly label: string;
  readonly empty: ReactNode;
  readonly paging?: Paging;
  readonly scrollX?: number;
  keyOf(this: void, row: T): string;
  /** The row as a card, on a phone. */
  card(this: void, row: T): ReactNode;
  onOpen?(this: void, row: T): void;
  dim?(this: void, row: T): boolean;
}

/** A list: a table where there is room, cards on a phone; with what stands there while it loads, when it is empty and when it fails. */
export function ListTable<T extends object>(props: ListTableProps<T>) {
  const { loaded, rows, columns, label, empty, paging, scrollX, keyOf, card, onOpen, dim } = props;
  const { t } = useTranslation('desk');
  const narrow = useNarrow();
  const pager = paging !== undefined && paging.total > 0 && (
    <div className={styles['pager']}>
      <Pagination
        current={paging.page}
        pageSize={paging.size}
        total={paging.total}
        onChange={paging.onChange}
        simple={narrow}
        showSizeChanger={!narrow && { 'aria-label': t('pageSize') }}
        pageSizeOptions={[20, 50, 100]}
        showTotal={(total) => t('total', { total })}
      />
    </div>
  );
  return (
    <>
      <StaleNote loaded={loaded} />
      <LoadedView
        loaded={loaded}
        skeleton={<Skeleton active className={styles['skeleton'] ?? ''} paragraph={{ rows: 8 }} />}
      >
        {() =>
          rows.length === 0 ? (
            empty
          ) : (
            <div className={styles['list']} aria-busy={loaded.loading}>
              {narrow ? (
                <ul className={styles['cards']} aria-label={label}>
                  {rows.map((row) => (
                    <li key={keyOf(row)} className={dim?.(row) === true ? styles['dim'] : undefined}>
                      {onOpen === undefined ? (
                        <div className={styles['card']}>{card(row)}</div>
                      ) : (
                        <button type="button" className={styles['card']} onClick={() => onOpen(row)}>
                          {card(row)}
                        </button>
                      )}
                    </li>
                  ))}
                </ul>
              ) : (
                <Table<T>
                  size="middle"
                  aria-label={label}
                  rowKey={keyOf}
                  columns={[...columns]}
                  dataSource={[...rows]}
                  pagination={false}
                  scroll={scrollX === undefined ? {} : { x: scrollX }}
                  rowClassName={(row) => (dim?.(row) === true ? (styles['dim'] ?? '') : '')}
                  onRow={(row) =>
                    onOpen === undefined
                      ? {}
                      : {
                          style: { cursor: 'pointer' },
                          onClick: (event) => {
                            if (!(event.target as HTMLElement).closest('button, a, input, .ant-dropdown')) onOpen(row);
                          },
                        }
                  }
                />
              )}
              {pager}
            </div>
          )
        }
      </LoadedView>
    </>
  );
}
