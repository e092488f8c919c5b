import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CartView } from '../../../api/types';
import { DialogActions } from '../../../core/Dialog';
import { NumberEntry } from '../../../core/NumberEntry';
import { useTill } from '../../../core/tillStore';
import { useAct } from '../../../core/useAct';
import { useMoney } from '../../../core/useMoney';
import { setTip } from '../api/cart';
import styles from './Cart.module.css';

interface TipChoiceProps {
  readonly cart: CartView;
  onClose(this: void): void;
}

/** A share of a sum, rounded half up, in whole minor units. */
function share(minor: number, percent: number): number {
  return Math.floor((minor * percent + 50) / 100);
}

export function TipChoice({ cart, onClose }: TipChoiceProps) {
  const { t } = useTranslation('cart');
  const money = useMoney();
  const { view } = useTill();
  const { pending, act } = useAct();
  const [text, setText] = useState('');
  const baseMinor = cart.totals.grossMinor - cart.totals.discountMinor;
  const typedMinor = money.parse(text);
  const give = (tipMinor: number): void => {
    void act(() => setTip({ tipMinor })).then((done) => {
      if (done !== null) {
        onClose();
      }
    });
  };
  return (
    <div>
      <div className={styles['tips']}>
        <Button disabled={pending} onClick={() => give(0)}>
          {t('noTip')}
        </Button>
        {(view?.till?.tipPercents ?? []).map((percent) => (
          <Button key={percent} disabled={pending} onClick={() => give(share(baseMinor, percent))}>
            {percent}% · {money.full(share(baseMinor, percent))}
          </Button>
        ))}
      </div>
      <NumberEntry
        label={t('tip')}
        text={text}
        prefix={money.symbol}
        decimals={money.exponent}
        longest={6}
        onChange={setText}
      />
      <DialogActions>
        <Button
          type="primary"
          size="large"
          loading={pending}
          disabled={typedMinor === null}
          onClick={() => give(typedMinor ?? 0)}
        >
          {t('save')}
        </Button>
      </DialogActions>
    </div>
  );
}
