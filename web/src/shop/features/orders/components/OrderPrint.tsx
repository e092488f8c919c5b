import { useNow } from '@shared/components/useNow';
import { formatTime } from '@shared/i18n/time';
import { useLanguage, useLocalName } from '@shared/i18n/useLanguage';
import { createPortal } from 'react-dom';
import { useTranslation } from 'react-i18next';
import type { OrderStory } from '../../../api/types';
import { Pairs } from '../../../core/Frame';
import { useMoney, useSession } from '../../../core/session';
import { useTenderName } from '../../../core/tenderTypes';
import { LineTable } from './LineTable';
import styles from './OrderPrint.module.css';

/** The order on an A4 sheet; on the screen it is not there. */
export function OrderPrint({ story: { order, row } }: { readonly story: OrderStory }) {
  const { t } = useTranslation('orders');
  const tenderName = useTenderName();
  const language = useLanguage();
  const localName = useLocalName();
  const money = useMoney();
  const { view } = useSession();
  const store = view.stores.find((candidate) => candidate.id === order.storeId);
  const now = useNow(60_000);
  const { totals } = order;
  return createPortal(
    <article className={styles['sheet']} aria-hidden="true">
      <header className={styles['head']}>
        <div>
          <strong>{localName(view.merchantName, view.merchantNameEn)}</strong>
          <br />
          {store !== undefined && localName(store.name, store.nameEn)}
        </div>
        <h1>{t(`sheet.${row.kind}`)}</h1>
      </header>
      <div className={styles['facts']}>
        <span>
          {t('number')} {order.receiptNumber}
        </span>
        <span>
          {t('time')} {formatTime(order.endedAtMs, 'full', language)}
        </span>
        <span>
          {t('till')} {row.tillName}
        </span>
        <span>
          {t('cashier')} {localName(row.staffName, row.staffNameEn)}
        </span>
      </div>
      <LineTable open lines={order.lines} />
      <div className={styles['sums']}>
        <Pairs
          rows={[
            [t('gross'), money.full(totals.grossMinor)],
            totals.discountMinor === 0 ? null : [t('discount'), money.full(-totals.discountMinor)],
            totals.tipMinor === 0 ? null : [t('tip'), money.full(totals.tipMinor)],
            totals.roundingMinor === 0 ? null : [t('rounding'), money.full(totals.roundingMinor)],
            [t('taxWithin'), money.full(totals.taxMinor)],
            [<strong key="total">{t('total')}</strong>, <strong key="sum">{money.full(totals.totalMinor)}</strong>],
            ...order.tenders.map(
              (tender) =>
                [
                  tender.notVerified === true
                    ? `${tenderName(tender.kind, tender.name, tender.nameEn)} · ${t('core:notVerified')}`
                    : tenderName(tender.kind, tender.name, tender.nameEn),
                  money.full(tender.amountMinor),
                ] as const,
            ),
          ]}
        />
      </div>
      {order.reason != null && (
        <p>
          {t('reason')}: {order.reason}
        </p>
      )}
      <footer className={styles['foot']}>
        <span>{t('signature')}</span>
        <span>{t('printedAt', { time: formatTime(now, 'full', language) })}</span>
      </footer>
    </article>,
    document.body,
  );
}
