import { useEffect, useEffectEvent, useState } from 'react';

/** `connecting` only before the first contact; from then on `open` or `lost`. */
export type StreamState = 'connecting' | 'open' | 'lost';

const firstRetryMs = 500;
const longestRetryMs = 5_000;

/**
 * Follows one event of a server-sent stream and reconnects for ever.
 * @param onEvent gets the parsed data; `first` is true for the first event after each (re)connection
 */
export function useEventStream<T>(
  url: string | null,
  event: string,
  onEvent: (data: T, first: boolean) => void,
): StreamState {
  const [state, setState] = useState<StreamState>('connecting');
  const deliver = useEffectEvent(onEvent);

  useEffect(() => {
    if (url === null) {
      return undefined;
    }
    let source: EventSource | null = null;
    let timer: number | undefined;
    let retryMs = firstRetryMs;
    let first = true;

    const connect = (): void => {
      window.clearTimeout(timer);
      source?.close();
      first = true;
      source = new EventSource(url);
      source.addEventListener('open', () => {
        retryMs = firstRetryMs;
        setState('open');
      });
      source.addEventListener(event, (message: MessageEvent<string>) => {
        deliver(JSON.parse(message.data) as T, first);
        first = false;
      });
      // EventSource gives up for good on some answers, so that retrying stays here.
      source.addEventListener('error', () => {
        setState('lost');
        source?.close();
        timer = window.setTimeout(connect, retryMs);
        retryMs = Math.min(retryMs * 2, longestRetryMs);
      });
    };
    connect();
    window.addEventListener('online', connect);
    return () => {
      window.removeEventListener('online', connect);
      window.clearTimeout(timer);
      source?.close();
    };
  }, [url, event]);

  return state;
}
