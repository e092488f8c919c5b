import { useLayoutEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { CardPaymentView } from '../../api/types';
import { pauseKeyboard } from '../keyboard';
import { KeyLayer } from '../shortcuts';
import { useAct } from '../useAct';
import { useMoney } from '../useMoney';
import { CardProgress } from './CardProgress';
import { cancelCard } from './cards';
import styles from './Cards.module.css';

interface TerminalFrameProps {
  readonly title: string;
  readonly src: string;
}

/** The terminal's own page. What is typed in it reaches no script of this one, and this one does not listen meanwhile. */
export function TerminalFrame({ title, src }: TerminalFrameProps) {
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
  return (
    <iframe
      ref={frame}
      className={styles['frame']}
      src={src}
      title={title}
      allow=""
      onLoad={(event) => event.currentTarget.focus({ preventScroll: true })}
    />
  );
}

/** A payment for which a person has something to do at the terminal: its page, what is waited for, and the way out. */
export function CardFrame({ payment, src }: { readonly payment: CardPaymentView; readonly src: string }) {
  const { t } = useTranslation('cards');
  const money = useMoney();
  const { pending, act } = useAct();
  const title = t(`kinds.${payment.kind}`);
  const amountMinor = payment.amountMinor ?? null;
  return (
    <KeyLayer>
      <div className={styles['veil']}>
        <section className={styles['framed']} role="dialog" aria-modal="true" aria-label={title}>
          <div className={styles['frameHead']}>
            <h2>{title}</h2>
            {amountMinor !== null && <strong>{money.full(amountMinor)}</strong>}
          </div>
          <TerminalFrame src={src} title={title} />
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
        </section>
      </div>
    </KeyLayer>
  );
}
