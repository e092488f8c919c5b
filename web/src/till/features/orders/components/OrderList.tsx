import { CloudSyncOutlined, InboxOutlined } from '@ant-design/icons';
import { Notice } from '@shared/components/Notice';
import { formatTime } from '@shared/i18n/time';
import { useLanguage, useLocalName } from '@shared/i18n/useLanguage';
import { useProblemText } from '@shared/i18n/useProblemText';
import { Button, Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';
import type { OrderRow } from '../../../api/types';
import { useTenderName } from '../../../core/tenderNames';
import { useMoney } from '../../../core/useMoney';
import type { OrderFilter } from '../api/orders';
import { KindTag } from './KindTag';
import styles from './Orders.module.css';
import { useOrders } from './useOrders';

interface OrderListProps {
  readonly filter: OrderFilter;
  readonly round: string;
  readonly chosen: string | null;
  onChoose(this: void, id: string): void;
}

const nearEndPx = 400;

function sumClass(kind: string): string {
  const tone = kind === 'refund' ? styles['negative'] : kind === 'void' ? styles['voided'] : '';
  return `${styles['sum'] ?? ''} ${tone ?? ''}`;
}

export function OrderList({ filter, round, chosen, onChoose }: OrderListProps) {
  const { t } = useTranslation('orders');
  const localName = useLocalName();
  const language = useLanguage();
  const money = useMoney();
  const tenderName = useTenderName();
  const problemText = useProblemText();
  const orders = useOrders(filter, round);

  if (orders.error !== null && orders.items.length === 0) {
    return (
      <Notice tone="danger" title={t('common:loadFailed')} text={problemText(orders.error)}>
        <Button type="primary" onClick={orders.reload}>
          {t('common:retry')}
        </Button>
      </Notice>
    );
  }
  if (orders.items.length === 0) {
    return orders.loading ? (
      <Skeleton active paragraph={{ rows: 8 }} style={{ padding: 16 }} />
    ) : (
      <Notice icon={<InboxOutlined />} title={t('none')} text={t('noneText')} />
    );
  }
  const row = (order: OrderRow) => (
    <li key={order.id}>
      <button
        type="button"
        className={styles['row']}
        aria-current={order.id === chosen ? 'true' : undefined}
        onClick={() => onChoose(order.id)}
      >
        <span className={styles['number']}>
          {order.receiptNumber}
          {order.kind !== 'sale' && <KindTag kind={order.kind} />}
        </span>
        <span className={sumClass(order.kind)}>
          {money.full(order.kind === 'refund' ? -order.totalMinor : order.totalMinor)}
        </span>
        <span className={styles['muted']}>
          {formatTime(order.atMs, 'dayTime', language)} · {localName(order.staffName, order.staffNameEn)} ·{' '}
          {t('lines', { count: order.lines })}
        </span>
        <span className={styles['muted']} style={{ textAlign: 'right' }}>
          {!order.synced && <CloudSyncOutlined aria-label={t('notSynced')} />}{' '}
          {order.tenders
            .split(',')
            .filter((tender) => tender !== '')
            .map((tender) => tenderName(tender))
            .join(' + ')}
        </span>
      </button>
    </li>
  );
  return (
    <ul
      className={styles['rows']}
      onScroll={(event) => {
        const list = event.currentTarget;
        if (list.scrollHeight - list.scrollTop - list.clientHeight < nearEndPx) {
          orders.loadMore();
        }
      }}
    >
      {orders.items.map(row)}
      <li className={styles['end']}>
        {orders.more ? (
          <Button onClick={orders.loadMore}>{t('common:more')}</Button>
        ) : (
          t('end', { count: orders.items.length })
        )}
      </li>
    </ul>
  );
}
