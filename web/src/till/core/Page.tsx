import type { ReactNode } from 'react';
import styles from './Page.module.css';

interface PageProps {
  readonly title: ReactNode;
  /** What can be done with the whole page, beside its title. */
  readonly tools?: ReactNode;
  readonly children: ReactNode;
}

/** A page of the till beside the one that sells: scrolls as a whole, its title first. */
export function Page({ title, tools, children }: PageProps) {
  return (
    <div className={styles['page']}>
      <div className={styles['inner']}>
        <div className={styles['top']}>
          <h2>{title}</h2>
          {tools}
        </div>
        {children}
      </div>
    </div>
  );
}
