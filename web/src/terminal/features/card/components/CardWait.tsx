import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useHasFocus } from '../../../core/useHasFocus';
import styles from './Card.module.css';
import { CardPicture } from './CardPicture';

interface CardWaitProps {
  readonly said: string | null;
  /** There is a slot for chips. */
  readonly inserts: boolean;
  /** There is a field to hold a card to. */
  readonly taps: boolean;
  /** The card of an earlier payment is still in the reader. */
  readonly holdsCard: boolean;
}

/** Asks for the card, in the ways that there are. */
export function CardWait({ said, inserts, taps, holdsCard }: CardWaitProps) {
  const { t } = useTranslation('card');
  const hasFocus = useHasFocus();
  const place = useRef<HTMLDivElement>(null);
  const way = inserts && taps ? 'insertTapSwipe' : inserts ? 'insertSwipe' : taps ? 'tapSwipe' : 'swipe';
  const how = inserts || taps ? t('hows.chip') : t('hows.swipe');
  return (
    <div ref={place} className={styles['wait']} tabIndex={-1}>
      <CardPicture inserts={inserts} taps={taps} />
      {said !== null && (
        <p className={styles['said']} role="alert">
          {said}
        </p>
      )}
      <h2 className={styles['ask']}>{holdsCard ? t('takeOut') : said === null ? t(`asks.${way}`) : t('again')}</h2>
      <p className={styles['how']}>{holdsCard ? t('takeOutHow') : how}</p>
      {!hasFocus && (
        <button
          type="button"
          className={styles['touch']}
          onClick={() => {
            window.focus();
            place.current?.focus();
          }}
        >
          {t('touch')}
        </button>
      )}
    </div>
  );
}
