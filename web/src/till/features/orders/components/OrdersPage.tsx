import { FileSearchOutlined } from '@ant-design/icons';
import { Notice } from '@shared/components/Notice';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useTill } from '../../../core/tillStore';
import type { OrderFilter } from '../api/orders';
import { Filters } from './Filters';
import { noFilter, range } from './filter';
import { OrderDetail } from './OrderDetail';
import { OrderList } from './OrderList';
import styles from './Orders.module.css';

/** Every order of this till: found by number, time, sum, tender, cashier or product, and told from its first line on. */
export function OrdersPage({ number }: { readonly number: string }) {
  const { t } = useTranslation('orders');
  const { view } = useTill();
  const [filter, setFilter] = useState<OrderFilter>(() => ({
    ...noFilter,
    ...range(number === '' ? 'today' : 'all'),
    number,
  }));
  const [chosen, setChosen] = useState<string | null>(null);
  // What was sold, given back or sent up since changes the rows.
  const round = `${view?.lastSale?.orderId ?? ''}/${String(view?.sync.waiting ?? 0)}/${String(view?.sync.confirmed ?? 0)}`;
  return (
    <div className={styles['page']} data-open={chosen !== null}>
      <section className={styles['list']} aria-label={t('title')}>
        <Filters initial={number === '' ? 'today' : 'all'} filter={filter} onChange={setFilter} />
        <OrderList filter={filter} round={round} chosen={chosen} onChoose={setChosen} />
      </section>
      <section className={styles['detail']} aria-label={t('detail')}>
        {chosen === null ? (
          <Notice icon={<FileSearchOutlined />} title={t('chooseOne')} text={t('chooseOneText')} />
        ) : (
          <OrderDetail key={chosen} orderId={chosen} onChoose={setChosen} onBack={() => setChosen(null)} />
        )}
      </section>
    </div>
  );
}
