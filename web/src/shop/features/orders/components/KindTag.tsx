import { useTranslation } from 'react-i18next';
import type { OrderRow } from '../../../api/types';
import { useMoney } from '../../../core/session';
import { useTenderName } from '../../../core/tenderTypes';
import { Mark, type Tone } from '../../../core/Mark';

const tones: Readonly<Partial<Record<string, Tone>>> = { sale: 'good', refund: 'warn', void: 'calm' };

export function KindTag({ kind }: { readonly kind: string }) {
  const { t } = useTranslation('core');
  return <Mark tone={tones[kind] ?? 'calm'}>{t(`kinds.${kind}`)}</Mark>;
}

/** What an order brought: a refund goes out, a voided one brought nothing. */
export function OrderAmount({ row }: { readonly row: Pick<OrderRow, 'kind' | 'totalMinor'> }) {
  const money = useMoney();
  return (
    <strong
      className="figures"
      style={row.kind === 'void' ? { textDecoration: 'line-through', color: 'var(--muted)' } : undefined}
    >
      {money.full(row.kind === 'refund' ? -row.totalMinor : row.totalMinor)}
    </strong>
  );
}

/** Names of an order's tenders. */
export function useTenderNames(): (tenders: string) => string {
  const tenderName = useTenderName();
  return (tenders) =>
    tenders === ''
      ? '–'
      : tenders
          .split(',')
          .map((kind) => tenderName(kind))
          .join(' + ');
}
