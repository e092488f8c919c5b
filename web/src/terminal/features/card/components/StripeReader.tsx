import { useStripeReader } from '../useStripeReader';

/** Hears a reader that types as a keyboard, for as long as it is there. */
export function StripeReader({ onTracks }: { onTracks(this: void, tracks: string): void }) {
  useStripeReader(onTracks);
  return null;
}
