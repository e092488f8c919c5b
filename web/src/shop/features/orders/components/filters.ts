import { momentOf, today, type Dayjs } from '../../../core/days';
import type { MoneyTexts } from '../../../core/session';
import type { OrderKind } from '../../../api/types';
import type { OrderQuery } from '../api/orders';

export const presets = ['today', 'yesterday', 'week', 'month', 'all'] as const;
export type Preset = (typeof presets)[number];

/** The filters as they stand in the form: amounts as text, time as a preset or a range. */
export interface Filters {
  readonly number: string;
  readonly when: Preset | readonly [Dayjs, Dayjs];
  readonly kind: OrderKind | null;
  readonly min: string;
  readonly max: string;
  readonly tender: string | null;
  readonly staffId: string | null;
  readonly till: string | null;
  readonly product: string;
}

export const noFilters: Filters = {
  number: '',
  when: 'week',
  kind: null,
  min: '',
  max: '',
  tender: null,
  staffId: null,
  till: null,
  product: '',
};

function rangeOf(preset: Preset): readonly [Dayjs, Dayjs] | null {
  const day = today();
  switch (preset) {
    case 'today':
      return [day, day.endOf('day')];
    case 'yesterday':
      return [day.subtract(1, 'day'), day.subtract(1, 'day').endOf('day')];
    case 'week':
      return [day.subtract(6, 'day'), day.endOf('day')];
    case 'month':
      return [day.startOf('month'), day.endOf('day')];
    case 'all':
      return null;
  }
}

/** How many filters are set beyond number and time. */
export const filterCount = ({ kind, min, max, tender, staffId, till, product }: Filters): number =>
  [kind, min, max, tender, staffId, till, product].filter((value) => value !== null && value !== '').length;

export function queryOf(filters: Filters, money: MoneyTexts): Omit<OrderQuery, 'skip' | 'take' | 'store'> {
  const range = typeof filters.when === 'string' ? rangeOf(filters.when) : filters.when;
  return {
    number: filters.number.trim(),
    fromMs: range === null ? null : momentOf(range[0]),
    toMs: range === null ? null : momentOf(range[1]),
    minMinor: money.parse(filters.min),
    maxMinor: money.parse(filters.max),
    tender: filters.tender,
    staffId: filters.staffId,
    till: filters.till,
    product: filters.product.trim(),
    kind: filters.kind,
  };
}
