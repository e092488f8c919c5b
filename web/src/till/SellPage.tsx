import { ShoppingCartOutlined } from '@ant-design/icons';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './App.module.css';
import { useTill } from './core/tillStore';
import { useMoney } from './core/useMoney';
import { CartPanel } from './features/cart/components/CartPanel';
import { CataloguePanel } from './features/catalogue/components/CataloguePanel';

interface SellPageProps {
  onPay(this: void): void;
  onCode(this: void, code: string): void;
}

/** Order on the left, products on the right; on a phone one of them at a time. */
export function SellPage({ onPay, onCode }: SellPageProps) {
  const { t } = useTranslation('cart');
  const money = useMoney();
  const { view } = useTill();
  const [part, setPart] = useState<'catalogue' | 'cart'>('catalogue');
  const cart = view?.cart ?? null;
  const count = cart?.lines.length ?? 0;
  return (
    <div className={styles['sell']} data-part={part}>
      <div className={styles['cart']}>
        <CartPanel onPay={onPay} />
      </div>
      <div className={styles['catalogue']} style={{ minHeight: 0 }}>
        <CataloguePanel onCode={onCode} />
      </div>
      <button
        type="button"
        className={styles['switch']}
        onClick={() => setPart(part === 'cart' ? 'catalogue' : 'cart')}
      >
        {part === 'cart' ? (
          <span>{t('backToProducts')}</span>
        ) : (
          <>
            <span>
              <ShoppingCartOutlined aria-hidden="true" /> {t('lineCount', { count })}
            </span>
            <span>{money.full(cart?.cashTotalMinor ?? 0)}</span>
          </>
        )}
      </button>
    </div>
  );
}
