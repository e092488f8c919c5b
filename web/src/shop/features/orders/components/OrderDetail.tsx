import { formatTime } from '@shared/i18n/time';
import { useLanguage, useLocalName } from '@shared/i18n/useLanguage';
import records from '@shared/desk/Records.module.css';
import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import type { OrderStory } from '../../../api/types';
import { Pairs, Panel } from '../../../core/Frame';
import { dateText } from '../../../core/days';
import { linkTo } from '../../../core/route';
import { useMoney } from '../../../core/session';
import { useTenderName } from '../../../core/tenderTypes';
import { KindTag, OrderAmount } from './KindTag';
import { LineTable } from './LineTable';
import { Story } from './Story';

function Figures({ story: { order } }: { readonly story: OrderStory }) {
  const { t } = useTranslation('orders');
  const money = useMoney();
  const { totals } = order;
  const profit = totals.totalMinor - totals.taxMinor - totals.tipMinor - totals.costMinor;
  const unlessZero = (label: string, minor: number): readonly [string, string] | null =>
    minor === 0 ? null : [label, money.full(minor)];
  return (
    <Pairs
      rows={[
        [t('gross'), money.full(totals.grossMinor)],
        unlessZero(t('discount'), -totals.discountMinor),
        unlessZero(t('taxExclusive'), totals.taxExclusiveMinor),
        unlessZero(t('tip'), totals.tipMinor),
        unlessZero(t('rounding'), totals.roundingMinor),
        [<strong key="total">{t('total')}</strong>, <strong key="sum">{money.full(totals.totalMinor)}</strong>],
        [t('taxWithin'), money.full(totals.taxMinor)],
        [t('cost'), money.full(totals.costMinor)],
        [t('profit'), money.full(profit)],
      ]}
    />
  );
}

/** An order: what it was, its lines, how it was paid, what came of it. */
export function OrderDetail({ story }: { readonly story: OrderStory }) {
  const { t } = useTranslation('orders');
  const localName = useLocalName();
  const tenderName = useTenderName();
  const language = useLanguage();
  const money = useMoney();
  const { order, row, refunds, staffNames, staffNamesEn } = story;
  const nameOf = (id: string | null | undefined): string =>
    id == null ? '' : localName(staffNames[id] ?? id.slice(0, 8), staffNamesEn[id]);
  return (
    <div className={records['detail']}>
      {(order.reason ?? order.note ?? null) !== null && (
        <Alert
          type={row.kind === 'sale' ? 'info' : 'warning'}
          showIcon
          title={[order.reason, order.note].filter(Boolean).join(' · ')}
        />
      )}
      <div className={records['halves']}>
        <Panel title={t('order')} extra={<KindTag kind={row.kind} />}>
          <Pairs
            rows={[
              [t('number'), order.receiptNumber],
              [t('time'), formatTime(order.endedAtMs, 'full', language)],
              [t('businessDate'), dateText(row.businessDate)],
              [t('till'), row.tillName],
              [t('cashier'), nameOf(order.staffId)],
              order.approvedBy == null ? null : [t('approvedBy'), nameOf(order.approvedBy)],
              order.originalOrderId == null
                ? null
                : [
                    t('original'),
                    <a key="original" href={linkTo('orders', order.originalOrderId)}>
                      {order.originalReceiptNumber ?? t('order')}
                    </a>,
                  ],
            ]}
          />
        </Panel>
        <Panel title={t('figures')}>
          <Figures story={story} />
        </Panel>
      </div>
      <Panel title={t('linesTitle')} flush>
        <LineTable lines={order.lines} />
      </Panel>
      <div className={records['halves']}>
        <Panel title={t('tendersTitle')}>
          {order.tenders.length === 0 ? (
            <span className={records['hint']}>{t('noTender')}</span>
          ) : (
            <Pairs
              rows={order.tenders.map((tender) => [
                <>
                  {tenderName(tender.kind, tender.name, tender.nameEn)}
                  {tender.notVerified === true && (
                    <span className={records['hint']}>
                      {[t('core:notVerified'), tender.reference ?? ''].filter((part) => part !== '').join(' · ')}
                    </span>
                  )}
                  {tender.changeMinor > 0 && (
                    <span className={records['hint']}>
                      {t('tendered', {
                        tendered: money.full(tender.tenderedMinor),
                        change: money.full(tender.changeMinor),
                      })}
                    </span>
                  )}
                </>,
                money.full(tender.amountMinor),
              ])}
            />
          )}
        </Panel>
        <Panel title={t('refundsTitle')}>
          {refunds.length === 0 ? (
            <span className={records['hint']}>{t('noRefunds')}</span>
          ) : (
            <Pairs
              rows={refunds.map((refund) => [
                <a key={refund.id} href={linkTo('orders', refund.id)}>
                  {refund.receiptNumber}
                </a>,
                <OrderAmount key="amount" row={refund} />,
              ])}
            />
          )}
        </Panel>
      </div>
      <Story story={story} nameOf={nameOf} />
    </div>
  );
}
