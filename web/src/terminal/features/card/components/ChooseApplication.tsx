import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../core/Button';
import styles from './Card.module.css';

interface ChooseApplicationProps {
  /** Their names, in the card's order. */
  readonly names: readonly string[];
  readonly said: string | null;
  readonly busy: boolean;
  /** The place of the one that was chosen; null for none. */
  onChosen(this: void, index: number | null): void;
}

/** The customer chooses one of the card's applications, or agrees to the only one. */
export function ChooseApplication({ names, said, busy, onChosen }: ChooseApplicationProps) {
  const { t } = useTranslation('card');
  const first = useRef<HTMLButtonElement>(null);
  useEffect(() => first.current?.focus(), []);
  return (
    <div className={styles['wait']}>
      {said !== null && (
        <p className={styles['said']} role="alert">
          {said}
        </p>
      )}
      <h2 className={styles['ask']}>{names.length === 1 ? t('confirm') : t('choose')}</h2>
      <ul className={styles['applications']}>
        {names.map((name, index) => (
          <li key={`${index} ${name}`}>
            <Button
              ref={index === 0 ? first : undefined}
              look="main"
              busy={busy}
              className={styles['application']}
              onClick={() => onChosen(index)}
            >
              {name}
            </Button>
          </li>
        ))}
      </ul>
      <Button look="quiet" busy={busy} onClick={() => onChosen(null)}>
        {t('noneOfThem')}
      </Button>
    </div>
  );
}
