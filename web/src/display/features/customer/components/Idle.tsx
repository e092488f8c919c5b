import { useNow } from '@shared/components/useNow';
import { formatTime } from '@shared/i18n/time';
import { useEffect, useState } from 'react';
import { pictureUrl } from '../../../api/customer';
import type { DisplaySlide, DisplayView } from '../../../api/types';
import styles from './Display.module.css';
import { useCustomerLanguage, useName, useSay } from './language';

/** More letters than this are set smaller, so that a small screen holds them; a Chinese one is as wide as two others. */
const manyLetters = 40;

const lettersOf = (words: string): number => [...words].reduce((sum, each) => sum + (each > '\u2e7f' ? 1 : 0.5), 0);

/** Counts slides, each as long as the shop wants. */
function useSlide(slides: readonly DisplaySlide[], seconds: number): DisplaySlide | null {
  const [index, setIndex] = useState(0);
  const many = slides.length > 1;
  useEffect(() => {
    if (!many) {
      return undefined;
    }
    const timer = window.setInterval(() => setIndex((before) => before + 1), seconds * 1_000);
    return () => {
      window.clearInterval(timer);
    };
  }, [many, seconds]);
  return slides[index % Math.max(1, slides.length)] ?? null;
}

/** Between customers: whose shop it is, what it has to say, what time it is. */
export function Idle({ view }: { readonly view: DisplayView }) {
  const now = useNow(1_000);
  const say = useSay();
  const name = useName();
  const language = useCustomerLanguage();
  const slide = useSlide(view.slides, view.slideSeconds);
  const words = slide === null ? (view.advertisement ?? '') : name(slide.text ?? '', slide.textEn);
  const second = language === 'en' ? view.storeName : (view.storeNameEn ?? '');
  const first = name(view.storeName, view.storeNameEn);
  const pictureId = slide?.pictureId ?? null;
  return (
    <main className={`${styles['idle'] ?? ''} ${pictureId === null ? '' : (styles['pictured'] ?? '')}`}>
      <span className={styles['ring']} aria-hidden="true" />
      <div className={styles['top']}>
        <span>{formatTime(now, 'longDay', language)}</span>
        <span className={styles['clock']}>{formatTime(now, 'time', language)}</span>
      </div>
      <div className={styles['middle']}>
        <div className={styles['words']}>
          <h1 className={styles['store']}>{first}</h1>
          {second !== '' && second !== first && <p className={styles['second']}>{second}</p>}
          {words !== '' && (
            <p key={words} className={styles['advertisement']} data-long={lettersOf(words) > manyLetters || undefined}>
              {words}
            </p>
          )}
        </div>
        {pictureId !== null && (
          <img key={pictureId} className={styles['picture']} src={pictureUrl(pictureId)} alt={words} />
        )}
      </div>
      <div className={styles['welcome']}>{say('welcome')}</div>
    </main>
  );
}
