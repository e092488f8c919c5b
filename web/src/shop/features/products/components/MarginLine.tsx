import { formatDecimal } from '@shared/money/money';
import { Form } from 'antd';
import { useTranslation } from 'react-i18next';
import { useMoney } from '../../../core/session';
import styles from './Products.module.css';
import { marginTenths, type ProductFields } from './productFields';

/** Profit of one unit, while price and cost are being typed. */
export function MarginLine() {
  const { t } = useTranslation('products');
  const money = useMoney();
  const form = Form.useFormInstance<ProductFields>();
  const price = money.parse(Form.useWatch('price', form) ?? '');
  const cost = money.parse(Form.useWatch('cost', form) ?? '');
  if (price === null || cost === null) {
    return <p className={styles['margin']}>{t('marginUnknown')}</p>;
  }
  const tenths = marginTenths(price, cost);
  const loss = price < cost;
  return (
    <p className={`${styles['margin'] ?? ''} ${loss ? (styles['loss'] ?? '') : ''} figures`} role="status">
      {t('margin', {
        profit: money.full(price - cost),
        percent: tenths === null ? '–' : `${formatDecimal(tenths, 1)}%`,
      })}
      {loss && ` · ${t('warnings.price-below-cost')}`}
    </p>
  );
}
