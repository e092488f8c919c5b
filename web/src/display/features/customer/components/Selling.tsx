import { formatMoney } from '@shared/money/money';
import { formatMilli } from '@shared/money/quantity';
import { useEffect, useRef } from 'react';
import type { DisplayView } from '../../../api/types';
import styles from './Display.module.css';
import { useName, useSay } from './language';
import { PhoneCode } from './PhoneCode';
import { TipChoice } from './TipChoice';

/** What pays the order so far. */
function Payments({ view }: { readonly view: DisplayView }) {
  const name = useName();
  return (
    <ul className={styles['payments']}>
      {view.tenders
        .filter((tender) => tender.state === 'Confirmed')
        .map((tender, index) => (
          <li key={index}>
            <span>{name(tender.name ?? tender.kind, tender.nameEn)}</span>
            <span>{formatMoney(tender.amountMinor, view)}</span>
          </li>
        ))}
    </ul>
  );
}

/** What is being rung up, line by line, what it comes to, and how it is paid. */
export function Selling({ view }: { readonly view: DisplayView }) {
  const say = useSay();
  const name = useName();
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    list.current?.scrollTo({ top: list.current.scrollHeight });
  }, [view.lines.length]);
  const code = view.code ?? null;
  const asked = view.tenders.find((tender) => tender.state !== 'Confirmed');
  const paying = view.phase === 'paying';
  const partly = view.dueMinor !== view.totalMinor;
  return (
    <main className={styles['selling']}>
      <section className={styles['order']}>
        <h1 className={styles['head']}>
          {name(view.storeName, view.storeNameEn)} · {say('order')}
        </h1>
        <ul ref={list} className={styles['lines']} tabIndex={0} aria-label={say('order')}>
          {view.lines.map((line) => (
            <li key={line.id} className={styles['line']}>
              <span className={styles['name']}>{name(line.name, line.nameEn)}</span>
              <span className={styles['sum']}>{formatMoney(line.grossMinor - line.lineDiscountMinor, view)}</span>
              <span className={styles['small']}>
                {formatMoney(line.unitPriceMinor, view)} × {formatMilli(line.quantityMilli)}{' '}
                {name(line.unit, line.unitEn)}
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
        {view.turned && view.tips.length > 0 && <TipChoice view={view} />}
        {view.discountMinor > 0 && (
          <div className={styles['discount']}>
            <span>{say('saved')}</span>
            <span>{formatMoney(view.discountMinor, view)}</span>
          </div>
        )}
        {view.tipMinor > 0 && (
          <div className={styles['extra']}>
            <span>{say('tip')}</span>
            <span>{formatMoney(view.tipMinor, view)}</span>
          </div>
        )}
        {view.tenders.length > 0 && (
          <>
            <div className={styles['extra']}>
              <span>{say('total')}</span>
              <span>{formatMoney(view.totalMinor, view)}</span>
            </div>
            <Payments view={view} />
          </>
        )}
        {asked === undefined ? (
          <>
            <div className={styles['label']}>{say(partly ? 'rest' : paying ? 'toPay' : 'total')}</div>
            <div className={styles['big']} role="status">
              {formatMoney(view.dueMinor, view)}
            </div>
          </>
        ) : (
          <div className={styles['asked']}>
            <div className={styles['label']}>
              {say('payWith', { name: name(asked.name ?? asked.kind, asked.nameEn) })}
            </div>
            <div className={styles['big']} role="status">
              {formatMoney(asked.amountMinor > 0 ? asked.amountMinor : view.dueMinor, view)}
            </div>
            {code !== null && <PhoneCode code={code} />}
            {asked.kind === 'card' && (
              <p className={styles['follow']}>{say(asked.state === 'Unknown' ? 'cardUnknown' : 'followCard')}</p>
            )}
          </div>
        )}
      </section>
    </main>
  );
}
