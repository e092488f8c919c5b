import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { CardOnDesk, CardProgram } from '../../../api/types';
import { traitOf } from '../cardText';
import board from '../../../core/Board.module.css';
import styles from './Cards.module.css';

interface CardPickerProps {
  readonly programs: readonly CardProgram[];
  readonly program: CardProgram;
  readonly cards: readonly CardOnDesk[];
  readonly pan: string | null;
  onProgram(this: void, name: string): void;
  onCard(this: void, pan: string): void;
}

/** The drawer of cards: usual ones, and one of each kind that goes wrong. */
export function CardPicker({ programs, program, cards, pan, onProgram, onCard }: CardPickerProps) {
  const { t } = useTranslation('cards');
  return (
    <section className={`${board['card'] ?? ''} ${styles['picker'] ?? ''}`} aria-labelledby="pick-title">
      <h2 id="pick-title">{t('pick')}</h2>
      <Select
        aria-label={t('program')}
        className={styles['full']}
        value={program.name}
        options={programs.map(({ name, scheme, funds }) => ({
          value: name,
          label: `${scheme} · ${t(`funds.${funds}`)}`,
        }))}
        onChange={onProgram}
      />
      <div className={styles['list']}>
        {cards.map((each) => {
          const trait = traitOf(each, program);
          return (
            <button
              key={each.card.pan}
              type="button"
              className={styles['pick']}
              aria-pressed={each.card.pan === pan}
              onClick={() => onCard(each.card.pan)}
            >
              <span className={styles['tail']}>{each.card.pan.slice(-4)}</span>
              <span className={trait === 'Plain' ? styles['plain'] : styles['trait']}>{t(`traits.${trait}`)}</span>
            </button>
          );
        })}
      </div>
    </section>
  );
}
