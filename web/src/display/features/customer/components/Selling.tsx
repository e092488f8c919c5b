import { formatMoney } from '@shared/money/money';
import { formatMilli } from '@shared/money/quantity';
import { useEffect, useRef } from 'react';
import type { DisplayView } from '../../../api/types';
import { Both } from './Both';
import styles from './Display.module.css';

/** What is being rung up, line by line, and what it comes to. */
export function Selling({ view }: { readonly view: DisplayView }) {
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    list.current?.scrollTo({ top: list.current.scrollHeight });
  }, [view.lines.length]);
  return (
    <main className={styles['selling']}>
      <section className={styles['order']}>
        <div className={styles['head']}>
          {view.storeName} · <Both id="order" />
        </div>
        <ul ref={list} className={styles['lines']} tabIndex={-1}>
          {view.lines.map((line) => (
            <li key={line.id} className={styles['line']}>
              <span className={styles['name']}>
                {line.name} <span className={styles['en']}>{line.nameEn}</span>
              </span>
              <span className={styles['sum']}>{formatMoney(line.grossMinor - line.lineDiscountMinor, view)}</span>
              <span className={styles['small']}>
                {formatMoney(line.unitPriceMinor, view)} × {formatMilli(line.quantityMilli)} {line.unit}
              </span>
              {line.lineDiscountMinor > 0 && (
                <span className={`${styles['small'] ?? ''} ${styles['off'] ?? ''}`}>
                  {formatMoney(-line.lineDiscountMinor, view)}
                </span>
              )}
            </li>
          ))}
        </ul>
      </section>
      <section className={styles['total']}>
        {view.discountMinor > 0 && (
          <div className={styles['discount']}>
            <span>
              <Both id="saved" />
            </span>
            <span>{formatMoney(view.discountMinor, view)}</span>
          </div>
        )}
        <div className={styles['label']}>
          <Both id="total" />
        </div>
        <div className={styles['big']} role="status">
          {formatMoney(view.totalMinor, view)}
        </div>
      </section>
    </main>
  );
}
