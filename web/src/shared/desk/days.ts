import { storeMoment, storeWallMs } from '@shared/i18n/time';
import dayjs, { type Dayjs } from 'dayjs';
import 'dayjs/locale/zh-cn';

export type { Dayjs };

/** A business day, yyyymmdd, as a calendar's day. */
export const dayOf = (date: number): Dayjs =>
  dayjs(new Date(Math.floor(date / 10_000), (Math.floor(date / 100) % 100) - 1, date % 100));

/** A calendar's day as a business day, yyyymmdd. */
export const dateOf = (day: Dayjs): number => day.year() * 10_000 + (day.month() + 1) * 100 + day.date();

/** `2026-01-31`. */
export const dateText = (date: number): string => {
  const digits = String(date).padStart(8, '0');
  return `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`;
};

/** The day that the store's calendar shows now, wherever the browser stands. */
export const today = (): Dayjs => {
  const wall = new Date(storeWallMs(Date.now()));
  return dayjs(new Date(wall.getUTCFullYear(), wall.getUTCMonth(), wall.getUTCDate()));
};

/** A calendar's day and time, read as the store's, as Unix milliseconds. */
export const momentOf = (day: Dayjs): number =>
  storeMoment(Date.UTC(day.year(), day.month(), day.date(), day.hour(), day.minute(), day.second(), day.millisecond()));
