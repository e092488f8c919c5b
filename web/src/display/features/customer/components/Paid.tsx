import { formatMoney } from '@shared/money/money';
import type { DisplayView } from '../../../api/types';
import styles from './Display.module.css';
import { useName, useSay } from './language';

/** After payment: thanks, what was paid with what, and the change to check. */
export function Paid({ view }: { readonly view: DisplayView }) {
  const say = useSay();
  const name = useName();
  const figure = (label: string, minor: number, tone?: string) => (
    <div key={label}>
      <span className={styles['label']}>{label}</span>
      <strong className={tone}>{formatMoney(minor, view)}</strong>
    </div>
  );
  const byOthers = view.tenders.some((tender) => tender.kind !== 'cash');
  return (
    <main className={styles['paid']}>
      <span className={styles['ring']} aria-hidden="true" />
      <h1 className={styles['thanks']}>{say('thanks')}</h1>
      <div className={styles['figures']} role="status">
        {figure(say('total'), view.totalMinor)}
        {byOthers
          ? view.tenders.map((tender) =>
              figure(
                tender.kind === 'cash' ? say('cash') : name(tender.name ?? tender.kind, tender.nameEn),
                tender.amountMinor,
              ),
            )
          : figure(say('tendered'), view.tenderedMinor)}
        {(view.changeMinor > 0 || !byOthers) && figure(say('change'), view.changeMinor, styles['changeSum'])}
      </div>
      <p className={styles['second']}>{name(view.storeName, view.storeNameEn)}</p>
    </main>
  );
}
