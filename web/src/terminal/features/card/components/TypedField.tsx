import { useId } from 'react';
import { cx } from '../../../core/cx';
import styles from './Card.module.css';

interface TypedFieldProps {
  readonly name: string;
  readonly label: string;
  readonly text: string;
  readonly hint: string;
  readonly problem: string | null;
  keep(this: void, input: HTMLInputElement | null): void;
  onChange(this: void, text: string): void;
  onFocus(this: void): void;
  onBlur(this: void): void;
}

/** A field of digits with its sentence below: what belongs there, or what is wrong with it. */
export function TypedField({ name, label, text, hint, problem, keep, onChange, onFocus, onBlur }: TypedFieldProps) {
  const id = useId();
  return (
    <div className={cx(styles['field'], problem !== null && styles['wrong'])}>
      <label htmlFor={id}>{label}</label>
      <input
        ref={keep}
        id={id}
        className={styles['input']}
        // Not a name that a browser would fill in or remember.
        name={`guitai-${name}`}
        inputMode="numeric"
        autoComplete="off"
        spellCheck={false}
        value={text}
        aria-invalid={problem !== null}
        aria-describedby={`${id}-hint`}
        onChange={(event) => onChange(event.target.value)}
        onFocus={onFocus}
        onBlur={onBlur}
      />
      <p id={`${id}-hint`} className={cx(styles['hint'], problem !== null && styles['problem'])}>
        {problem ?? hint}
      </p>
    </div>
  );
}
