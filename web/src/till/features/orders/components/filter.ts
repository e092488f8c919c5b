import type { OrderFilter } from '../api/orders';

export const presets = ['today', 'yesterday', 'week', 'month', 'all'] as const;
export type Preset = (typeof presets)[number];

const daysBack: Readonly<Record<Exclude<Preset, 'all'>, readonly [from: number, to: number]>> = {
  today: [0, 1],
  yesterday: [-1, 0],
  week: [-6, 1],
  month: [-29, 1],
};

/** Midnight so many days from today, by this device's clock. */
function midnight(days: number): number {
  const day = new Date();
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() + days).getTime();
}

/** The times of a preset, as the query takes them. */
export function range(preset: Preset): Pick<OrderFilter, 'fromMs' | 'toMs'> {
  if (preset === 'all') {
    return { fromMs: null, toMs: null };
  }
  const [from, to] = daysBack[preset];
  return { fromMs: midnight(from), toMs: midnight(to) };
}

export const noFilter: OrderFilter = {
  number: '',
  fromMs: null,
  toMs: null,
  minMinor: null,
  maxMinor: null,
  tender: null,
  staffId: null,
  product: '',
  kind: null,
};
