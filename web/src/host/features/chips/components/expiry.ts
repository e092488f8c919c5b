import { dateOf, today } from '@shared/desk/days';

export type Standing = 'good' | 'soon' | 'over';

/** How a key stands that is good up to a day (yyyymmdd): its authority hands out the next one half a year before. */
export function standingOf(expires: number): Standing {
  if (expires < dateOf(today())) {
    return 'over';
  }
  return expires < dateOf(today().add(6, 'month')) ? 'soon' : 'good';
}
