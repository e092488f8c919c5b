import { ShoppingCartOutlined } from '@ant-design/icons';
import { memo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './App.module.css';
import { useTillPart } from './core/tillStore';
import { useMoney } from './core/useMoney';
import { CartPanel } from './features/cart/components/CartPanel';
import { CataloguePanel } from './features/catalogue/components/CataloguePanel';

interface SellPageProps {
  onPay(this: void): void;
  onCode(this: void, code: string): void;
}

function Page({ onPay, onCode }: SellPageProps) {
  const { t } = useTranslation('cart');
  const money = useMoney();
  const [part, setPart] = useState<'catalogue' | 'cart'>('catalogue');
  const count = useTillPart(({ view }) => view?.cart?.lines.length ?? 0);
  const totalMinor = useTillPart(({ view }) => view?.cart?.cashTotalMinor ?? 0);
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
            <span>{money.full(totalMinor)}</span>
          </>
        )}
      </button>
    </div>
  );
}

/** Order on the left, products on the right; on a phone one of them at a time. Draws itself, so that the rest of the page need not with every scan. */
export const SellPage = memo(Page);
