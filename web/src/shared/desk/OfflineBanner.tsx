import { DisconnectOutlined } from '@ant-design/icons';
import { useEffect, useEffectEvent } from 'react';
import { useServerSilent } from './contact';
import styles from './Shell.module.css';

const retryMs = 3_000;

interface OfflineBannerProps {
  readonly text: string;
  /** Something else, a stream perhaps, has reason to think that nobody is there. */
  readonly suspect?: boolean;
  /** An open question that does not lengthen the session. */
  ask(this: void): Promise<unknown>;
}

/** Says that the server is silent, and keeps asking until it is not. */
export function OfflineBanner({ text, suspect = false, ask }: OfflineBannerProps) {
  const silent = useServerSilent();
  const asking = silent || suspect;
  // Whoever answers, or does not, is noted by the client that asks.
  const askOnce = useEffectEvent(() => void ask().catch(() => undefined));
  useEffect(() => {
    if (!asking) {
      return undefined;
    }
    askOnce();
    const timer = window.setInterval(() => askOnce(), retryMs);
    return () => {
      window.clearInterval(timer);
    };
  }, [asking]);
  return (
    <div role="status" className={silent ? styles['offline'] : undefined}>
      {silent && (
        <>
          <DisconnectOutlined aria-hidden="true" /> {text}
        </>
      )}
    </div>
  );
}
