import { Button, Segmented } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DialogActions } from '../../../core/Dialog';
import { NumberEntry } from '../../../core/NumberEntry';
import { useMoney } from '../../../core/useMoney';
import styles from './Cart.module.css';

/** Percent or amount; both null takes the discount away. */
export interface Discount {
  readonly percent: number | null;
  readonly amountMinor: number | null;
}

interface DiscountEntryProps {
  readonly pending: boolean;
  readonly given: boolean;
  readonly limitPercent: number;
  onDiscount(this: void, discount: Discount): void;
}

const usualPercents = [5, 10, 12, 15, 20, 30, 50] as const;

/** In Chinese a discount is said as what remains of ten: 15 % off are 8.5 折. */
const tenths = (percent: number): string => String((100 - percent) / 10);

export function DiscountEntry({ pending, given, limitPercent, onDiscount }: DiscountEntryProps) {
  const { t } = useTranslation('cart');
  const money = useMoney();
  const [kind, setKind] = useState<'percent' | 'amount'>('percent');
  const [text, setText] = useState('');
  const percent = kind === 'percent' ? Number(text === '' ? '0' : text) : null;
  const amountMinor = kind === 'amount' ? money.parse(text) : null;
  const valid = percent === null ? (amountMinor ?? 0) > 0 : percent >= 1 && percent <= 100;
  return (
    <div>
      <Segmented<'percent' | 'amount'>
        block
        value={kind}
        options={[
          { value: 'percent', label: t('byPercent') },
          { value: 'amount', label: t('byAmount') },
        ]}
        onChange={(next) => {
          setKind(next);
          setText('');
        }}
      />
      {kind === 'percent' && (
        <div className={styles['choices']}>
          {usualPercents.map((usual) => (
            <Button key={usual} disabled={pending} onClick={() => onDiscount({ percent: usual, amountMinor: null })}>
              {t('percentOff', { percent: usual, tenths: tenths(usual) })}
            </Button>
          ))}
        </div>
      )}
      <p className={styles['muted']}>{t('limit', { percent: limitPercent })}</p>
      <NumberEntry
        label={kind === 'percent' ? t('byPercent') : t('byAmount')}
        text={text}
        {...(kind === 'percent' ? { suffix: '%' } : { prefix: money.symbol })}
        decimals={kind === 'percent' ? 0 : money.exponent}
        longest={kind === 'percent' ? 3 : 8}
        onChange={setText}
      />
      <DialogActions>
        {given && (
          <Button size="large" disabled={pending} onClick={() => onDiscount({ percent: null, amountMinor: null })}>
            {t('takeAway')}
          </Button>
        )}
        <Button
          type="primary"
          size="large"
          loading={pending}
          disabled={!valid}
          onClick={() => onDiscount({ percent, amountMinor })}
        >
          {t('give')}
        </Button>
      </DialogActions>
    </div>
  );
}
