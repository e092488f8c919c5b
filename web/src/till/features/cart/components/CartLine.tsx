import { DeleteOutlined, MinusOutlined, PlusOutlined } from '@ant-design/icons';
import { formatMilli, formatWeight } from '@shared/money/quantity';
import { useLocalName } from '@shared/i18n/useLanguage';
import { memo, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { CartNotice, OrderLine } from '../../../api/types';
import { useUsable } from '../../../core/tillStore';
import { useAct } from '../../../core/useAct';
import { useMoney } from '../../../core/useMoney';
import { changeQuantity, removeLine } from '../api/cart';
import styles from './Cart.module.css';

interface CartLineProps {
  readonly line: OrderLine;
  readonly isLast: boolean;
  /** What changed in the shop since the line was rung up. */
  readonly notice: CartNotice | undefined;
  onOpen(this: void, line: OrderLine): void;
}

const oneUnit = 1_000;
const [bin, minus, plus] = [
  <DeleteOutlined aria-hidden />,
  <MinusOutlined aria-hidden />,
  <PlusOutlined aria-hidden />,
];

function Line({ line, isLast, notice, onOpen }: CartLineProps) {
  const { t } = useTranslation('cart');
  const money = useMoney();
  const localName = useLocalName();
  const usable = useUsable();
  const { pending, act } = useAct();
  const row = useRef<HTMLLIElement>(null);
  const name = localName(line.name, line.nameEn);
  const unit = localName(line.unit, line.unitEn);
  const totalMinor = line.grossMinor - line.lineDiscountMinor;

  useEffect(() => {
    if (isLast) {
      row.current?.scrollIntoView({ block: 'nearest' });
    }
  }, [isLast, line.quantityMilli]);

  const quantity = (quantityMilli: number) => () => {
    void act(() => changeQuantity({ lineId: line.id, quantityMilli }));
  };
  const isOne = line.quantityMilli <= oneUnit;
  return (
    <li ref={row} className={`${styles['line'] ?? ''} ${isLast ? (styles['last'] ?? '') : ''}`}>
      <button
        type="button"
        className={styles['lineBody']}
        title={t('editLine')}
        onClick={() => {
          onOpen(line);
        }}
      >
        <span className={styles['name']}>{name}</span>
        <span className={styles['price']}>
          {line.listPriceMinor !== null && line.listPriceMinor !== undefined && (
            <s className={styles['was']}>{money.full(line.listPriceMinor)}</s>
          )}
          {money.full(line.unitPriceMinor)} / {unit}
        </span>
        {notice !== undefined && (
          <span className={styles['notice']}>
            {notice.what === 'price-changed'
              ? t('priceChanged', { price: money.full(notice.priceMinor ?? 0) })
              : t('withdrawn')}
          </span>
        )}
        {line.lineDiscountMinor > 0 && (
          <span className={styles['tag']}>
            {line.discountPercent === null || line.discountPercent === undefined
              ? t('discountTag', { amount: money.full(line.lineDiscountMinor) })
              : t('discountTagPercent', { amount: money.full(line.lineDiscountMinor), percent: line.discountPercent })}
          </span>
        )}
      </button>
      {line.weighed ? (
        <button
          type="button"
          className={styles['weight']}
          onClick={() => {
            onOpen(line);
          }}
        >
          {formatWeight(line.quantityMilli)} {unit}
        </button>
      ) : (
        <div className={styles['stepper']}>
          <button
            type="button"
            className={styles['step']}
            disabled={pending || !usable}
            aria-label={t(isOne ? 'removeNamed' : 'less', { name })}
            onClick={
              isOne ? () => void act(() => removeLine({ lineId: line.id })) : quantity(line.quantityMilli - oneUnit)
            }
          >
            {isOne ? bin : minus}
          </button>
          <span className={styles['quantity']}>{formatMilli(line.quantityMilli)}</span>
          <button
            type="button"
            className={styles['step']}
            disabled={pending || !usable}
            aria-label={t('moreOf', { name })}
            onClick={quantity(line.quantityMilli + oneUnit)}
          >
            {plus}
          </button>
        </div>
      )}
      <span className={styles['lineTotal']}>{money.full(totalMinor)}</span>
    </li>
  );
}

/** A line of the order; drawn again only when it changes itself, however long the order is. */
export const CartLine = memo(Line);
