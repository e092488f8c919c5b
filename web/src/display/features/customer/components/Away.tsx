import { Both } from './Both';
import styles from './Display.module.css';

/** The till's program is not there yet, or not any more. */
export function Away() {
  return (
    <main className={styles['away']}>
      <p>
        <Both id="away" />
      </p>
    </main>
  );
}
