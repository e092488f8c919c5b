import { useLocalName } from '@shared/i18n/useLanguage';
import { formatMilli } from '@shared/money/quantity';
import { useTranslation } from 'react-i18next';
import type { CashierFigures, ProductFigures, TenderFigures } from '../../../api/types';
import { useMoney } from '../../../core/session';
import { useTenderName } from '../../../core/tenderTypes';
import styles from './Today.module.css';

const widthOf = (part: number, most: number): string =>
  `${String(most <= 0 ? 0 : Math.max(0, Math.round((part / most) * 100)))}%`;

/** The products with the highest turnover, each with a bar of its share of the first. */
export function ProductTops({ products }: { readonly products: readonly ProductFigures[] }) {
  const { t } = useTranslation('today');
  const localName = useLocalName();
  const money = useMoney();
  const most = products[0]?.paidMinor ?? 0;
  return (
    <ol className={styles['tops']}>
      {products.slice(0, 10).map((figures, index) => (
        <li key={figures.productId ?? `amount-${String(index)}`}>
          <span className={styles['rank']}>{index + 1}</span>
          <span className={styles['topName']}>
            <span>{localName(figures.name, figures.nameEn)}</span>
            <span className={styles['bar']} style={{ width: widthOf(figures.paidMinor, most) }} />
          </span>
          <span className={`${styles['topFigures'] ?? ''} figures`}>
            <strong>{money.full(figures.paidMinor)}</strong>
            <span className={styles['hint']}>
              ×{formatMilli(figures.quantityMilli)} · {t('profitShort')} {money.full(figures.profitMinor)}
            </span>
          </span>
        </li>
      ))}
    </ol>
  );
}

export function CashierTable({ cashiers }: { readonly cashiers: readonly CashierFigures[] }) {
  const { t } = useTranslation('today');
  const money = useMoney();
  return (
    <div className={styles['scroll']}>
      <table className={styles['table']}>
        <thead>
          <tr>
            <th scope="col">{t('cashier')}</th>
            <th scope="col">{t('sales')}</th>
            <th scope="col">{t('refunds')}</th>
            <th scope="col">{t('voided')}</th>
          </tr>
        </thead>
        <tbody className="figures">
          {cashiers.map((figures) => (
            <tr key={figures.staffId}>
              <th scope="row">{figures.name}</th>
              <td>
                {money.full(figures.saleMinor)} <span className={styles['hint']}>×{figures.saleCount}</span>
              </td>
              <td>
                {money.full(figures.refundMinor)} <span className={styles['hint']}>×{figures.refundCount}</span>
              </td>
              <td>
                {money.full(figures.voidMinor)} <span className={styles['hint']}>×{figures.voidCount}</span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

export function TenderSplit({ tenders }: { readonly tenders: readonly TenderFigures[] }) {
  const { t } = useTranslation('today');
  const tenderName = useTenderName();
  const money = useMoney();
  const most = Math.max(0, ...tenders.map((tender) => tender.inMinor));
  return (
    <ul className={styles['tops']}>
      {tenders.map((tender) => (
        <li key={tender.kind}>
          <span className={styles['topName']}>
            <span>
              {tenderName(tender.kind, tender.name, tender.nameEn)}
              {tender.notVerified === true && <span className={styles['hint']}> · {t('core:notVerified')}</span>}
            </span>
            <span className={styles['bar']} style={{ width: widthOf(tender.inMinor, most) }} />
          </span>
          <span className={`${styles['topFigures'] ?? ''} figures`}>
            <strong>{money.full(tender.inMinor - tender.outMinor)}</strong>
            <span className={styles['hint']}>
              {t('tenderIn', { count: tender.inCount, amount: money.full(tender.inMinor) })}
              {tender.outCount > 0 &&
                ` · ${t('tenderOut', { count: tender.outCount, amount: money.full(tender.outMinor) })}`}
            </span>
          </span>
        </li>
      ))}
    </ul>
  );
}
