import type { ReactNode } from 'react';
import { cx } from './cx';
import { Language } from './Language';
import styles from './Stage.module.css';

interface StageProps {
  readonly title: string;
  /** Stands large beside the title. */
  readonly amount?: string | undefined;
  readonly amountLabel?: string | undefined;
  /** What is wrong just now, said above everything. */
  readonly band?: ReactNode;
  readonly footer?: ReactNode;
  readonly dark?: boolean;
  /** What stands in the middle begins above instead. */
  readonly top?: boolean;
  readonly children: ReactNode;
}

/** The page's frame: what is paid above, what is to be done in the middle, ways out below. */
export function Stage({ title, amount, amountLabel, band, footer, dark = false, top = false, children }: StageProps) {
  return (
    <div className={cx(styles['stage'], dark && styles['dark'])}>
      <header className={styles['head']}>
        <div className={styles['titles']}>
          <h1 className={styles['title']}>{title}</h1>
          {amount !== undefined && (
            <p className={styles['amount']}>
              {amountLabel !== undefined && <span className="visually-hidden">{amountLabel} </span>}
              {amount}
            </p>
          )}
        </div>
        <Language />
      </header>
      {band}
      <main className={cx(styles['main'], top && styles['top'])}>{children}</main>
      {footer !== undefined && <footer className={styles['foot']}>{footer}</footer>}
    </div>
  );
}

/** A sentence above everything else. */
export function Band({ tone = 'calm', children }: { readonly tone?: 'calm' | 'danger'; readonly children: ReactNode }) {
  return (
    <div className={cx(styles['band'], tone === 'danger' && styles['bandDanger'])} role="alert">
      {children}
    </div>
  );
}
