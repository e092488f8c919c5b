import type { ComponentProps } from 'react';
import styles from './Button.module.css';
import { cx } from './cx';

interface ButtonProps extends ComponentProps<'button'> {
  readonly look?: 'main' | 'plain' | 'quiet' | 'danger';
  readonly busy?: boolean;
}

/** A button for fingers. */
export function Button({ look = 'plain', busy = false, className, children, disabled, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      className={cx(styles['button'], styles[look], className)}
      disabled={(disabled ?? false) || busy}
      aria-busy={busy || undefined}
    >
      {busy && <span className={styles['spinner']} aria-hidden="true" />}
      {children}
    </button>
  );
}
