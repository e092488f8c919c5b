import type { ReactNode } from 'react';
import styles from './Mark.module.css';

export type Tone = 'good' | 'warn' | 'bad' | 'info' | 'calm';

/** A word that says how something stands. */
export function Mark({ tone, children }: { readonly tone: Tone; readonly children: ReactNode }) {
  return <span className={`${styles['mark'] ?? ''} ${styles[tone] ?? ''} figures`}>{children}</span>;
}
