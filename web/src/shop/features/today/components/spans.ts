import { dateOf, dayOf } from '../../../core/days';
import type { Span } from '../api/report';

export const presets = ['today', 'yesterday', 'week', 'month'] as const;
export type Preset = (typeof presets)[number];

/**
 * The business days of a preset.
 * @param today the server's own business day, which changes at the store's hour and not at midnight
 */
export function spanOf(preset: Preset, today: number): Span {
  const day = dayOf(today);
  switch (preset) {
    case 'today':
      return { from: today, to: today };
    case 'yesterday': {
      const before = dateOf(day.subtract(1, 'day'));
      return { from: before, to: before };
    }
    case 'week':
      return { from: dateOf(day.subtract(6, 'day')), to: today };
    case 'month':
      return { from: dateOf(day.startOf('month')), to: today };
  }
}

/** As many days, just before. */
export function spanBefore({ from, to }: Span): Span {
  const days = dayOf(to).diff(dayOf(from), 'day') + 1;
  return { from: dateOf(dayOf(from).subtract(days, 'day')), to: dateOf(dayOf(from).subtract(1, 'day')) };
}
