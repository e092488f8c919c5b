import styles from './Display.module.css';
import { useSay } from './language';

/** The till's program is not there yet, or not any more; the page asks again by itself. */
export function Away() {
  const say = useSay();
  return (
    <main className={styles['away']}>
      <div role="status">
        <h1>{say('away')}</h1>
      </div>
    </main>
  );
}
