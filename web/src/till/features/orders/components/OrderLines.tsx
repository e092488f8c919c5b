import { useLocalName } from '@shared/i18n/useLanguage';
import { formatMilli } from '@shared/money/quantity';
import { useTranslation } from 'react-i18next';
import type { OrderStory } from '../../../api/types';
import { useTenderName } from '../../../core/tenderNames';
import { useMoney } from '../../../core/useMoney';
import styles from './Orders.module.css';

/** Lines, sums and tenders of an ended order. */
export function OrderLines({ story }: { readonly story: OrderStory }) {
  const { t } = useTranslation('orders');
  const money = useMoney();
  const tenderName = useTenderName();
  const localName = useLocalName();
  const { order } = story;
  const { totals } = order;
  const back = new Map(story.refundable.map((line) => [line.lineId, line.quantityMilli]));
  const sums: readonly (readonly [string, number])[] = [
    [t('gross'), totals.grossMinor],
    [t('discount'), -totals.discountMinor],
    [totals.taxExclusiveMinor > 0 ? t('tax') : t('taxIncluded'), totals.taxMinor],
    [t('tip'), totals.tipMinor],
    [t('rounding'), totals.roundingMinor],
  ];
  return (
    <section className={styles['card']}>
      <table className={styles['table']}>
        <thead>
          <tr>
            <th scope="col">{t('line')}</th>
            <th scope="col">{t('quantity')}</th>
            <th scope="col">{t('unitPrice')}</th>
            <th scope="col">{t('sum')}</th>
          </tr>
        </thead>
        <tbody>
          {order.lines.map((line) => {
            const left = back.get(line.id) ?? line.quantityMilli;
            return (
              <tr key={line.id}>
                <td>
                  {localName(line.name, line.nameEn)}
                  {story.kind === 'sale' && left < line.quantityMilli && (
                    <div className={styles['muted']}>
                      {t('cameBack', { quantity: formatMilli(line.quantityMilli - left) })}
                    </div>
                  )}
                </td>
                <td>
                  {formatMilli(line.quantityMilli)} {localName(line.unit, line.unitEn)}
                </td>
                <td>{money.full(line.unitPriceMinor)}</td>
                <td>
                  {money.full(line.netMinor)}
                  {line.netMinor !== line.grossMinor && (
                    <div className={styles['muted']}>
                      <s>{money.full(line.grossMinor)}</s>
                    </div>
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <dl className={styles['sums']}>
        {sums
          .filter(([, minor], index) => index === 0 || minor !== 0)
          .map(([label, minor]) => (
            <div key={label} className={styles['muted']}>
              <dt>{label}</dt>
              <dd>{money.full(minor)}</dd>
            </div>
          ))}
        <div className={styles['grand']}>
          <dt>{story.kind === 'refund' ? t('givenBack') : t('total')}</dt>
          <dd>{money.full(totals.totalMinor)}</dd>
        </div>
        {order.tenders.map((tender) => (
          <div key={tender.id}>
            <dt>
              {tenderName(tender.kind, tender.name, tender.nameEn)}
              {tender.notVerified === true && (
                <span className={styles['muted']}>
                  {' · '}
                  {[t('notVerified'), tender.reference ?? ''].filter((part) => part !== '').join(' · ')}
                </span>
              )}
            </dt>
            <dd>
              {tender.amountMinor < 0
                ? t('changeOut', { change: money.full(tender.changeMinor) })
                : story.kind === 'sale' && tender.kind === 'cash'
                  ? t('tendered', {
                      tendered: money.full(tender.tenderedMinor),
                      change: money.full(tender.changeMinor),
                    })
                  : money.full(tender.amountMinor)}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
