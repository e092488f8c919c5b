import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useHasFocus } from '../../../core/useHasFocus';
import styles from './Card.module.css';
import { SwipePicture } from './SwipePicture';

/** Asks for the card. */
export function CardWait({ said }: { readonly said: string | null }) {
  const { t } = useTranslation('card');
  const hasFocus = useHasFocus();
  const place = useRef<HTMLDivElement>(null);
  return (
    <div ref={place} className={styles['wait']} tabIndex={-1}>
      <SwipePicture />
      {said !== null && (
        <p className={styles['said']} role="alert">
          {said}
        </p>
      )}
      <h2 className={styles['ask']}>{said === null ? t('ask') : t('again')}</h2>
      <p className={styles['how']}>{t('how')}</p>
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
