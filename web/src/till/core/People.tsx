import { useLocalName } from '@shared/i18n/useLanguage';
import { useTranslation } from 'react-i18next';
import type { PersonTile } from '../api/types';
import styles from './PinForm.module.css';

interface PeopleProps {
  readonly people: readonly PersonTile[];
  /** Number of the one who is chosen or typed. */
  readonly chosen: string;
  onChoose(this: void, number: string): void;
}

/** Everybody who may log in, to be tapped. */
export function People({ people, chosen, onChoose }: PeopleProps) {
  const { t } = useTranslation('core');
  const localName = useLocalName();
  return (
    <div className={styles['people']} role="group" aria-label={t('pin.who')}>
      {people.map((person) => {
        const name = localName(person.name, person.nameEn);
        return (
          <button
            key={person.number}
            type="button"
            className={styles['person']}
            aria-pressed={person.number === chosen}
            onClick={() => {
              onChoose(person.number);
            }}
          >
            <span className={styles['initial']} data-role={person.role} aria-hidden="true">
              {Array.from(name)[0]}
            </span>
            <span className={styles['personName']}>{name}</span>
          </button>
        );
      })}
    </div>
  );
}
