import { useTranslation } from 'react-i18next';
import type { CartView } from '../../../api/types';
import { useMoney } from '../../../core/useMoney';
import styles from './Cart.module.css';

/** What stands between the sum of the prices and what the customer pays. */
export function CartTotals({ cart }: { readonly cart: CartView }) {
  const { t } = useTranslation('cart');
  const money = useMoney();
  const { totals } = cart;
  const rows: readonly (readonly [string, number])[] = [
    [t('subtotal'), totals.grossMinor],
    [t('discount'), -totals.discountMinor],
    [totals.taxExclusiveMinor > 0 ? t('tax') : t('taxIncluded'), totals.taxMinor],
    [t('tip'), totals.tipMinor],
    [t('rounding'), cart.cashRoundingMinor],
  ];
  return (
    <dl className={styles['totals']}>
      {rows
        .filter(([, minor], index) => index === 0 || minor !== 0)
        .map(([label, minor]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{money.full(minor)}</dd>
          </div>
        ))}
    </dl>
  );
}
