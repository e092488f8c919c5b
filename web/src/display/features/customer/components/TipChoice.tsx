import { formatMoney } from '@shared/money/money';
import { useState } from 'react';
import { chooseTip } from '../../../api/customer';
import type { DisplayView } from '../../../api/types';
import styles from './Display.module.css';
import { useSay } from './language';

/** The store's tips to choose from, on a screen that was turned to the customer. */
export function TipChoice({ view }: { readonly view: DisplayView }) {
  const say = useSay();
  const [pending, setPending] = useState(false);
  const [failed, setFailed] = useState(false);
  const orderId = view.orderId ?? null;
  const choose = (percent: number): void => {
    if (orderId === null || pending) {
      return;
    }
    setPending(true);
    chooseTip({ orderId, percent })
      .then(() => setFailed(false))
      .catch(() => setFailed(true))
      .finally(() => setPending(false));
  };
  const tip = (percent: number, tipMinor: number) => (
    <button
      key={percent}
      type="button"
      className={styles['tip']}
      aria-pressed={view.tipMinor === tipMinor}
      onClick={() => choose(percent)}
    >
      {percent === 0 ? say('noTip') : `${String(percent)}%`}
      {percent > 0 && <small>{formatMoney(tipMinor, view)}</small>}
    </button>
  );
  return (
    <div role="group" aria-label={say('tipQuestion')}>
      <div className={styles['label']}>{say('tipQuestion')}</div>
      <div className={styles['tips']}>
        {tip(0, 0)}
        {view.tips.map((each) => tip(each.percent, each.tipMinor))}
      </div>
      {failed && <p role="alert">{say('askCashier')}</p>}
    </div>
  );
}
