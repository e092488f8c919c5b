import { useId, type ReactNode } from 'react';
import { cx } from '../../../core/cx';
import styles from './SetUp.module.css';

interface InputProps {
  readonly id: string;
  readonly className: string;
  readonly spellCheck: false;
  readonly autoComplete: 'off';
  readonly 'aria-invalid': boolean;
  readonly 'aria-describedby': string;
}

interface FieldProps {
  readonly label: string;
  readonly hint: string;
  readonly problem: string | null;
  readonly wide?: boolean;
  readonly children: (props: InputProps) => ReactNode;
}

/** A label, what the form puts under it, and a sentence: what belongs there, or what is wrong. */
export function Field({ label, hint, problem, wide = false, children }: FieldProps) {
  const id = useId();
  return (
    <div className={cx(styles['field'], wide && styles['wide'], problem !== null && styles['wrong'])}>
      <label htmlFor={id}>{label}</label>
      {children({
        id,
        className: styles['input'] ?? '',
        spellCheck: false,
        autoComplete: 'off',
        'aria-invalid': problem !== null,
        'aria-describedby': `${id}-hint`,
      })}
      <p id={`${id}-hint`} className={cx(styles['hint'], problem !== null && styles['problem'])}>
        {problem ?? hint}
      </p>
    </div>
  );
}
