import type { ReactNode } from 'react';
import styles from './Frame.module.css';

interface PageProps {
  readonly title: string;
  readonly note?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** A page's heading, what can be done on it, and its content. */
export function Page({ title, note, actions, children }: PageProps) {
  return (
    <div className={styles['page']}>
      <div className={styles['head']}>
        <div>
          <h1 className={styles['title']}>{title}</h1>
          {note !== undefined && <p className={styles['note']}>{note}</p>}
        </div>
        {actions !== undefined && <div className={styles['actions']}>{actions}</div>}
      </div>
      {children}
    </div>
  );
}

interface PanelProps {
  readonly title?: ReactNode;
  readonly extra?: ReactNode;
  readonly flush?: boolean;
  readonly className?: string | undefined;
  readonly children: ReactNode;
}

/** A sheet of paper on the page. */
export function Panel({ title, extra, flush = false, className, children }: PanelProps) {
  return (
    <section className={`${styles['panel'] ?? ''} ${className ?? ''}`}>
      {(title !== undefined || extra !== undefined) && (
        <div className={styles['panelHead']}>
          <h2 className={styles['panelTitle']}>{title}</h2>
          {extra}
        </div>
      )}
      <div className={flush ? undefined : styles['panelBody']}>{children}</div>
    </section>
  );
}

/** Names and values, one pair a line. */
export function Pairs({ rows }: { readonly rows: readonly (readonly [ReactNode, ReactNode] | null)[] }) {
  return (
    <dl className={styles['pairs']}>
      {rows.map((row, index) =>
        row === null ? null : (
          <div key={index} className={styles['pair']}>
            <dt>{row[0]}</dt>
            <dd className="figures">{row[1]}</dd>
          </div>
        ),
      )}
    </dl>
  );
}
