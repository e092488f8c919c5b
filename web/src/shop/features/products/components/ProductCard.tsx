import { StarFilled } from '@ant-design/icons';
import { useLocalName } from '@shared/i18n/useLanguage';
import { formatMilli } from '@shared/money/quantity';
import { useTranslation } from 'react-i18next';
import type { ProductView } from '../../../api/types';
import { useMoney } from '../../../core/session';
import { ProductPicture } from './ProductPicture';
import styles from './Products.module.css';

/** A product on a phone. */
export function ProductCard({ view: { product, onHandMilli } }: { readonly view: ProductView }) {
  const { t } = useTranslation('products');
  const localName = useLocalName();
  const money = useMoney();
  return (
    <span className={styles['productCard']}>
      <ProductPicture id={product.pictureId} />
      <span className={styles['productText']}>
        <strong>{localName(product.name, product.nameEn)}</strong>
        <span className={styles['hint']}>
          {product.code}
          {product.favourite && <StarFilled aria-label={t('favourite')} className={styles['star'] ?? ''} />}
          {typeof onHandMilli === 'number' && ` · ${t('stock')} ${formatMilli(onHandMilli)}`}
          {!product.active && ` · ${t('offSale')}`}
        </span>
      </span>
      <span className={`${styles['price'] ?? ''} figures`}>
        {money.full(product.priceMinor)}
        <span className={styles['hint']}>/{localName(product.unit, product.unitEn)}</span>
      </span>
    </span>
  );
}
