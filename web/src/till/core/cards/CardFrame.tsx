import { useLanguage } from '@shared/i18n/useLanguage';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CardPaymentView } from '../../api/types';
import { pauseKeyboard } from '../keyboard';
import { KeyLayer } from '../shortcuts';
import { useAct } from '../useAct';
import { CardProgress } from './CardProgress';
import { cancelCard } from './cards';
import styles from './Cards.module.css';

interface TerminalFrameProps {
  readonly title: string;
  readonly src: string;
  /** The page is there, with ways out of its own. */
  onThere?(this: void): void;
  /** The page has no more to say. */
  onRead?(this: void): void;
}

// What the terminal's page says as soon as it stands, and when how it ended was read.
const there = 'guitai-terminal';
const read = 'guitai-terminal-read';
const patienceMs = 2_000;
// Longer than the terminal's page itself shows how it ended: a page that has fallen silent must not keep this one.
const longestReadMs = 5_000;
const longestBalanceMs = 35_000;

/** The terminal's own page. What is typed in it reaches no script of this one, and this one does not listen meanwhile. */
export function TerminalFrame({ title, src, onThere, onRead }: TerminalFrameProps) {
  const language = useLanguage();
  const frame = useRef<HTMLIFrameElement>(null);
  useLayoutEffect(() => {
    const focus = (): void => {
      frame.current?.focus({ preventScroll: true });
    };
    focus();
    const resume = pauseKeyboard(focus);
    const element = frame.current;
    return () => {
      // A frame that goes with the focus in it takes the keys with it.
      element?.blur();
      window.focus();
      resume();
    };
  }, []);
  useEffect(() => {
    const hear = (event: MessageEvent): void => {
      if (event.source !== frame.current?.contentWindow) return;
      if (event.data === there) onThere?.();
      else if (event.data === read) onRead?.();
    };
    window.addEventListener('message', hear);
    return () => window.removeEventListener('message', hear);
  }, [onThere, onRead]);
  return (
    <iframe
      ref={frame}
      className={styles['frame']}
      src={`${src}?language=${language}`}
      title={title}
      allow=""
      onLoad={(event) => event.currentTarget.focus({ preventScroll: true })}
    />
  );
}

interface CardFrameProps {
  readonly payment: CardPaymentView;
  readonly src: string;
  /** How it ended was read. */
  onRead(this: void): void;
}

/** A payment for which a person has something to do at the terminal: its page, which says everything; a way out as long as that does not come. */
export function CardFrame({ payment, src, onRead }: CardFrameProps) {
  const { t } = useTranslation('cards');
  const { pending, act } = useAct();
  const title = t(`kinds.${payment.kind}`);
  const [stands, setStands] = useState<'unknown' | 'there' | 'missing'>('unknown');
  const [onThere] = useState(() => () => setStands('there'));
  useEffect(() => {
    const timer = window.setTimeout(() => setStands((now) => (now === 'there' ? now : 'missing')), patienceMs);
    return () => window.clearTimeout(timer);
  }, []);
  const ended = payment.endedAtMs != null;
  const readMs = stands === 'missing' ? 0 : payment.kind === 'Balance' ? longestBalanceMs : longestReadMs;
  useEffect(() => {
    if (!ended) return undefined;
    const timer = window.setTimeout(onRead, readMs);
    return () => window.clearTimeout(timer);
  }, [ended, readMs, onRead]);
  return (
    <KeyLayer>
      <div className={styles['veil']}>
        <section className={styles['framed']} role="dialog" aria-modal="true" aria-label={title}>
          <TerminalFrame src={src} title={title} onThere={onThere} onRead={onRead} />
          {stands === 'missing' && (
            <div className={styles['frameFoot']}>
              <CardProgress payment={payment} />
              <button
                type="button"
                className={styles['cancel']}
                disabled={pending || payment.givenUp}
                onClick={() => void act(() => cancelCard({ paymentId: payment.id }))}
              >
                {payment.state === 'Approved' ? t('onPaper') : payment.givenUp ? t('givingUp') : t('cancel')}
              </button>
            </div>
          )}
        </section>
      </div>
    </KeyLayer>
  );
}
