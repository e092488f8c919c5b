import { useEffect, useRef, useState, type PointerEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Stroke } from '../../../api/types';
import { Button } from '../../../core/Button';
import styles from './Signature.module.css';

interface SignaturePadProps {
  readonly card: string | null;
  readonly busy: boolean;
  readonly said: string | null;
  onSigned(this: void, strokes: readonly Stroke[]): void;
}

// More says nothing about a hand and makes a receipt heavy.
const mostPoints = 2_000;
const mostStrokes = 200;
const leastStep = 3;
const thousand = 1_000;
/** Height of the pad by its width, in thousandths: the same on every screen. */
const tall = 420;

const pathOf = (stroke: Stroke): string => {
  const points: string[] = [];
  for (let place = 0; place + 1 < stroke.length; place += 2) {
    points.push(`${place === 0 ? 'M' : 'L'}${String(stroke[place])} ${String(stroke[place + 1])}`);
  }
  // A dot is a line to itself.
  return points.length === 1 ? `${points[0] ?? ''}l0.1 0` : points.join('');
};

/** A place to sign with a finger, a pen or a mouse. */
export function SignaturePad({ card, busy, said, onSigned }: SignaturePadProps) {
  const { t } = useTranslation('signature');
  const [strokes, setStrokes] = useState<readonly Stroke[]>([]);
  const drawing = useRef<number | null>(null);
  const area = useRef<SVGSVGElement>(null);
  const points = strokes.reduce((sum, stroke) => sum + stroke.length / 2, 0);

  // A finger that draws must not move the page away.
  useEffect(() => {
    const svg = area.current;
    const hold = (event: TouchEvent): void => event.preventDefault();
    svg?.addEventListener('touchmove', hold, { passive: false });
    return () => svg?.removeEventListener('touchmove', hold);
  }, []);

  const at = (event: PointerEvent): readonly [number, number] => {
    const box = event.currentTarget.getBoundingClientRect();
    const scale = thousand / box.width;
    const within = (value: number, most: number): number => Math.min(most, Math.max(0, Math.round(value)));
    return [within((event.clientX - box.left) * scale, thousand), within((event.clientY - box.top) * scale, tall)];
  };
  const begin = (event: PointerEvent): void => {
    if (busy || drawing.current !== null || !event.isPrimary || points >= mostPoints) return;
    if (strokes.length >= mostStrokes) return;
    drawing.current = event.pointerId;
    event.currentTarget.setPointerCapture(event.pointerId);
    setStrokes([...strokes, at(event)]);
  };
  const move = (event: PointerEvent): void => {
    if (drawing.current !== event.pointerId || points >= mostPoints) return;
    const [x, y] = at(event);
    setStrokes((before) => {
      const last = before.at(-1) ?? [];
      const [lastX = x, lastY = y] = last.slice(-2);
      return Math.hypot(x - lastX, y - lastY) < leastStep ? before : [...before.slice(0, -1), [...last, x, y]];
    });
  };
  const end = (event: PointerEvent): void => {
    if (drawing.current === event.pointerId) drawing.current = null;
  };

  return (
    <div className={styles['signature']}>
      <div className={styles['facts']}>
        <h2 className={styles['ask']}>{t('ask')}</h2>
        {card !== null && <p className={styles['what']}>{card}</p>}
      </div>
      <svg
        ref={area}
        className={styles['area']}
        viewBox={`0 0 ${String(thousand)} ${String(tall)}`}
        role="img"
        aria-label={strokes.length === 0 ? t('empty') : t('drawn', { count: strokes.length })}
        onPointerDown={begin}
        onPointerMove={move}
        onPointerUp={end}
        onPointerCancel={end}
      >
        <path d="M70 330h860" className={styles['line']} />
        <path d="M74 282l30 30M104 282l-30 30" className={styles['line']} />
        {strokes.map((stroke, place) => (
          <path key={place} d={pathOf(stroke)} className={styles['ink']} />
        ))}
      </svg>
      {said !== null && (
        <p className={styles['said']} role="alert">
          {said}
        </p>
      )}
      <div className={styles['ways']}>
        <Button disabled={strokes.length === 0 || busy} onClick={() => setStrokes([])}>
          {t('again')}
        </Button>
        <Button look="quiet" disabled={busy} onClick={() => onSigned([])}>
          {t('paper')}
        </Button>
        <Button look="main" busy={busy} disabled={points < 4} onClick={() => onSigned(strokes)}>
          {t('done')}
        </Button>
      </div>
    </div>
  );
}
