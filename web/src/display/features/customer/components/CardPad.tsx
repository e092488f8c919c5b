import { useLanguage } from '@shared/i18n/useLanguage';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './CardPad.module.css';

const read = 'guitai-terminal-read';
const longestMs = 60_000;

/** The card terminal's own page, where the customer enters a PIN or signs: from the moment it is wanted until the customer has seen how it ended. */
export function CardPad({ wanted }: { readonly wanted: string | null }) {
  const { t } = useTranslation('customer');
  const language = useLanguage();
  const frame = useRef<HTMLIFrameElement>(null);
  const [src, setSrc] = useState<string | null>(null);
  if (wanted !== null && wanted !== src) {
    setSrc(wanted);
  }
  useEffect(() => {
    const hear = (event: MessageEvent): void => {
      if (event.source === frame.current?.contentWindow && event.data === read) setSrc(null);
    };
    window.addEventListener('message', hear);
    return () => window.removeEventListener('message', hear);
  }, []);
  useEffect(() => {
    if (src === null || wanted !== null) return undefined;
    const timer = window.setTimeout(() => setSrc(null), longestMs);
    return () => window.clearTimeout(timer);
  }, [src, wanted]);
  return src === null ? null : (
    <div className={styles['pad']} role="dialog" aria-modal="true" aria-label={t('card')}>
      <iframe
        key={src}
        ref={frame}
        className={styles['frame']}
        src={`${src}?language=${language}&screen=customer`}
        title={t('card')}
        allow=""
        onLoad={(event) => event.currentTarget.focus({ preventScroll: true })}
      />
    </div>
  );
}
