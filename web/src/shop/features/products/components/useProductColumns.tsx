import { StarFilled, WarningOutlined } from '@ant-design/icons';
import { useLocalName } from '@shared/i18n/useLanguage';
import { formatDecimal } from '@shared/money/money';
import { formatMilli } from '@shared/money/quantity';
import { Button, Tooltip, type TableColumnType } from 'antd';
import { useTranslation } from 'react-i18next';
import type { ProductView } from '../../../api/types';
import { useMoney } from '../../../core/session';
import type { Choices } from './ProductForm';
import { ProductPicture } from './ProductPicture';
import styles from './Products.module.css';
import { marginTenths } from './productFields';

/** The product table's columns. */
export function useProductColumns(
  choices: Choices | null,
  onOpen: (view: ProductView) => void,
): readonly TableColumnType<ProductView>[] {
  const { t } = useTranslation('products');
  const localName = useLocalName();
  const money = useMoney();
  const categories = new Map((choices?.categories ?? []).map(({ category }) => [category.id, category]));
  return [
    {
      title: t('product'),
      key: 'name',
      render: (_, view) => (
        <span className={styles['nameCell']}>
          <ProductPicture id={view.product.pictureId} />
          <span className={styles['productText']}>
            <Button type="link" className={styles['nameLink'] ?? ''} onClick={() => onOpen(view)}>
              {localName(view.product.name, view.product.nameEn)}
            </Button>
            <span className={`${styles['hint'] ?? ''} figures`}>
              {view.product.code}
              {view.product.favourite && <StarFilled aria-label={t('favourite')} className={styles['star'] ?? ''} />}
              {view.product.weighed && ` · ${t('weighed')}`}
            </span>
          </span>
        </span>
      ),
    },
    {
      title: t('barcodes'),
      key: 'barcodes',
      width: 180,
      render: (_, { product, warnings }) => (
        <span className="figures">
          {product.barcodes[0] ?? <span className={styles['hint']}>–</span>}
          {product.barcodes.length > 1 && <span className={styles['count']}>+{product.barcodes.length - 1}</span>}
          {warnings.includes('barcode.check-digit') && (
            <Tooltip title={t('warnings.barcode-check-digit')}>
              <WarningOutlined className={styles['warning'] ?? ''} aria-label={t('warnings.barcode-check-digit')} />
            </Tooltip>
          )}
        </span>
      ),
    },
    {
      title: t('category'),
      key: 'category',
      width: 150,
      render: (_, { product }) => {
        const category = categories.get(product.categoryId ?? '');
        return category === undefined ? (
          <span className={styles['hint']}>{t('noCategory')}</span>
        ) : (
          <span className={styles['category']}>
            <span className={styles['dot']} style={{ background: category.color }} />
            {localName(category.name, category.nameEn)}
          </span>
        );
      },
    },
    {
      title: t('price'),
      key: 'price',
      align: 'right',
      width: 130,
      render: (_, { product }) => (
        <span className="figures">
          <strong>{money.full(product.priceMinor)}</strong>
          <span className={styles['hint']}>/{localName(product.unit, product.unitEn)}</span>
        </span>
      ),
    },
    {
      title: t('stock'),
      key: 'stock',
      align: 'right',
      width: 100,
      render: (_, { onHandMilli }) =>
        typeof onHandMilli === 'number' ? (
          <span className={`figures ${onHandMilli < 0 ? (styles['loss'] ?? '') : ''}`}>{formatMilli(onHandMilli)}</span>
        ) : (
          <span className={styles['hint']} title={t('stockNotCounted')}>
            –
          </span>
        ),
    },
    {
      title: t('cost'),
      key: 'cost',
      align: 'right',
      width: 110,
      render: (_, { product }) => <span className="figures">{money.full(product.costMinor)}</span>,
    },
    {
      title: t('marginShort'),
      key: 'margin',
      align: 'right',
      width: 110,
      render: (_, { product }) => {
        const tenths = marginTenths(product.priceMinor, product.costMinor);
        return (
          <span className={`figures ${product.priceMinor < product.costMinor ? (styles['loss'] ?? '') : ''}`}>
            {tenths === null ? '–' : `${formatDecimal(tenths, 1)}%`}
          </span>
        );
      },
    },
  ];
}
