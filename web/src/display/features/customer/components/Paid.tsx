import { formatMoney } from '@shared/money/money';
import type { DisplayView } from '../../../api/types';
import { Both } from './Both';
import styles from './Display.module.css';

/** After payment: thanks, and the change to check. */
export function Paid({ view }: { readonly view: DisplayView }) {
  const figure = (id: string, minor: number, tone?: string) => (
    <div>
      <span className={styles['label']}>
        <Both id={id} />
      </span>
      <strong className={tone}>{formatMoney(minor, view)}</strong>
    </div>
  );
  return (
    <main className={styles['paid']}>
      <span className={styles['ring']} aria-hidden="true" />
      <h1 className={styles['thanks']}>
        <Both id="thanks" />
      </h1>
      <div className={styles['figures']} role="status">
        {figure('total', view.totalMinor)}
        {figure('tendered', view.tenderedMinor)}
        {figure('change', view.changeMinor, styles['changeSum'])}
      </div>
      <p className={styles['second']}>{view.storeName}</p>
    </main>
  );
}
