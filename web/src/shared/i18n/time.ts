import type { Language } from './i18n';

const formats = {
  time: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  timeSeconds: { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' },
  day: { year: 'numeric', month: '2-digit', day: '2-digit' },
  dayTime: { month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  full: {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  },
  longDay: { year: 'numeric', month: 'long', day: 'numeric', weekday: 'long' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

export type TimeFormat = keyof typeof formats;

const cache = new Map<string, Intl.DateTimeFormat>();
let timeZone: string | undefined;
let wallClock: Intl.DateTimeFormat | undefined;

/** The store's time zone, once it is known: a page shows the store's clock, as its receipts do, wherever the browser stands. */
export function setStoreTimeZone(zone: string | undefined): void {
  if (zone !== timeZone) {
    timeZone = zone;
    cache.clear();
    wallClock = undefined;
  }
}

/** Unix milliseconds as the store's wall clock. */
export function formatTime(atMs: number, format: TimeFormat, language: Language): string {
  const key = `${language}/${format}`;
  let formatter = cache.get(key);
  if (formatter === undefined) {
    formatter = new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : 'zh-CN', { ...formats[format], timeZone });
    cache.set(key, formatter);
  }
  return formatter.format(atMs);
}

/** The store's wall clock at a moment, as milliseconds since 1970 of a clock that shows that time in UTC. */
export function storeWallMs(atMs: number): number {
  wallClock ??= new Intl.DateTimeFormat('en-GB', { ...formats.full, timeZone });
  const parts = new Map(wallClock.formatToParts(atMs).map(({ type, value }) => [type, Number(value)]));
  const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
  return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
}

/** The moment, Unix milliseconds, at which the store's wall clock shows that; the inverse of `storeWallMs`. */
export function storeMoment(wallMs: number): number {
  const offsetAt = (atMs: number): number => storeWallMs(atMs) - Math.floor(atMs / 1_000) * 1_000;
  // Twice, because the first guess may stand on the other side of a change to summer time.
  return wallMs - offsetAt(wallMs - offsetAt(wallMs));
}
