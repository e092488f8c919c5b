import { useLocalName } from '@shared/i18n/useLanguage';
import { formatDecimal } from '@shared/money/money';
import { formatMilli } from '@shared/money/quantity';
import { useTranslation } from 'react-i18next';
import type { OrderLine } from '../../../api/types';
import { useMoney } from '../../../core/session';
import records from '@shared/desk/Records.module.css';
import styles from './Orders.module.css';

// Paid less tax less cost, as reports count it.
const profitOf = (line: OrderLine): number => line.paidMinor - line.taxMinor - line.costMinor;

function marginOf(line: OrderLine): string {
  const base = line.paidMinor - line.taxMinor;
  return base <= 0 ? '–' : `${formatDecimal(Number((BigInt(profitOf(line)) * 1000n) / BigInt(base)), 1)}%`;
}

interface LineTableProps {
  readonly lines: readonly OrderLine[];
  /** Without cost and profit, for a sheet that leaves the house. */
  readonly open?: boolean;
}

/** An order's lines as they were sold. */
export function LineTable({ lines, open = false }: LineTableProps) {
  const { t } = useTranslation('orders');
  const localName = useLocalName();
  const money = useMoney();
  return (
    <div className={records['scroll']} tabIndex={open ? undefined : 0} role="group" aria-label={t('linesTitle')}>
      <table className={styles['lines']}>
        <thead>
          <tr>
            <th scope="col">{t('lineName')}</th>
            <th scope="col">{t('quantity')}</th>
            <th scope="col">{t('unitPrice')}</th>
            <th scope="col">{t('discount')}</th>
            <th scope="col">{t('tax')}</th>
            <th scope="col">{t('paid')}</th>
            {!open && <th scope="col">{t('cost')}</th>}
            {!open && <th scope="col">{t('profit')}</th>}
          </tr>
        </thead>
        <tbody className="figures">
          {lines.map((line) => (
            <tr key={line.id}>
              <th scope="row">
                {localName(line.name, line.nameEn)}
                <span className={styles['hint']}>{line.barcode ?? line.code ?? ''}</span>
              </th>
              <td>
                {formatMilli(line.quantityMilli)} {localName(line.unit, line.unitEn)}
              </td>
              <td>
                {money.full(line.unitPriceMinor)}
                {line.listPriceMinor != null && (
                  <span className={styles['hint']}>
                    <s>{money.full(line.listPriceMinor)}</s>
                  </span>
                )}
              </td>
              <td>
                {line.lineDiscountMinor + line.orderDiscountMinor === 0
                  ? '–'
                  : money.full(-(line.lineDiscountMinor + line.orderDiscountMinor))}
                {line.discountPercent != null && <span className={styles['hint']}>−{line.discountPercent}%</span>}
              </td>
              <td>
                {money.full(line.taxMinor)}
                <span className={styles['hint']}>{line.taxName}</span>
              </td>
              <td>
                <strong>{money.full(line.paidMinor)}</strong>
              </td>
              {!open && <td>{money.full(line.costMinor)}</td>}
              {!open && (
                <td className={profitOf(line) < 0 ? styles['loss'] : undefined}>
                  {money.full(profitOf(line))}
                  <span className={styles['hint']}>{marginOf(line)}</span>
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
