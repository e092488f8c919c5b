import { formatDecimal } from '@shared/money/money';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { SalesFigures } from '../../../api/types';
import { useMoney } from '../../../core/session';
import styles from './Today.module.css';

interface KpiProps {
  readonly label: string;
  readonly value: string;
  readonly note?: ReactNode;
  readonly before?: string | undefined;
  readonly strong?: boolean;
}

function Kpi({ label, value, note, before, strong = false }: KpiProps) {
  return (
    <div className={`${styles['kpi'] ?? ''} ${strong ? (styles['strong'] ?? '') : ''}`}>
      <dt>{label}</dt>
      <dd className="figures">
        <span className={styles['value']}>{value}</span>
        {note !== undefined && <span className={styles['noteLine']}>{note}</span>}
        {before !== undefined && <span className={styles['noteLine']}>{before}</span>}
      </dd>
    </div>
  );
}

// Whole numbers all the way: profit over turnover without tax and tips, in tenths of a percent.
function margin({ profitMinor, netMinor, taxMinor, tipMinor }: SalesFigures): string {
  const base = netMinor - taxMinor - tipMinor;
  return base <= 0 ? '–' : `${formatDecimal(Number((BigInt(profitMinor) * 1000n) / BigInt(base)), 1)}%`;
}

interface KpisProps {
  readonly figures: SalesFigures;
  readonly before: SalesFigures | null;
  /** What the figures before are of, for example yesterday. */
  readonly beforeLabel: string;
}

/** The figures an owner asks for first. */
export function Kpis({ figures, before, beforeLabel }: KpisProps) {
  const { t } = useTranslation('today');
  const money = useMoney();
  const was = (text: (figures: SalesFigures) => string): string | undefined =>
    before === null ? undefined : `${beforeLabel} ${text(before)}`;
  return (
    <dl className={styles['kpis']}>
      <Kpi
        strong
        label={t('net')}
        value={money.full(figures.netMinor)}
        note={t('salesOf', { amount: money.full(figures.saleMinor) })}
        before={was((f) => money.full(f.netMinor))}
      />
      <Kpi
        label={t('orders')}
        value={String(figures.saleCount)}
        note={t('voids', { count: figures.voidCount })}
        before={was((f) => String(f.saleCount))}
      />
      <Kpi
        label={t('average')}
        value={money.full(figures.averageMinor)}
        note={t('discounts', { amount: money.full(figures.discountMinor) })}
        before={was((f) => money.full(f.averageMinor))}
      />
      <Kpi
        label={t('profit')}
        value={money.full(figures.profitMinor)}
        note={t('marginOf', { percent: margin(figures) })}
        before={was((f) => money.full(f.profitMinor))}
      />
      <Kpi
        label={t('refunds')}
        value={money.full(figures.refundMinor)}
        note={t('refundCount', { count: figures.refundCount })}
        before={was((f) => money.full(f.refundMinor))}
      />
    </dl>
  );
}
