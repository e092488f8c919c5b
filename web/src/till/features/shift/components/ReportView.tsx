import { formatTime } from '@shared/i18n/time';
import { useLanguage } from '@shared/i18n/useLanguage';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ShiftReport } from '../../../api/types';
import { useTenderName } from '../../../core/tenderNames';
import { useMoney } from '../../../core/useMoney';
import styles from './Shift.module.css';

interface FigureProps {
  readonly label: ReactNode;
  readonly children: ReactNode;
  readonly tone?: 'strong' | 'over' | 'short' | undefined;
}

function Figure({ label, children, tone }: FigureProps) {
  const classes = tone === undefined ? undefined : `${styles['strong'] ?? ''} ${styles[tone] ?? ''}`;
  return (
    <div className={classes}>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** Parts per million as percent, without floating point: 130000 → `13`. */
function percentOf(ppm: number): string {
  return `${String(Math.trunc(ppm / 10_000))}.${String(ppm % 10_000).padStart(4, '0')}`.replace(/\.?0+$/, '');
}

/** An X-report, or the Z-report of a closed shift. */
export function ReportView({ report }: { readonly report: ShiftReport }) {
  const { t } = useTranslation('shift');
  const language = useLanguage();
  const money = useMoney();
  const tenderName = useTenderName();
  const { totals } = report;
  const present = (value: number | null | undefined): value is number => value !== null && value !== undefined;
  const overShort = report.overShortMinor;
  // Counting blind: until the drawer is counted the till sends no sums, and zeros would be a lie.
  const hidden = !present(report.z) && !present(report.expectedMinor);
  const sum = (minor: number): string => (hidden ? t('hiddenSum') : money.full(minor));
  const card = (title: string, figures: ReactNode) => (
    <section className={styles['card']}>
      <h3>{title}</h3>
      <dl className={styles['figures']}>{figures}</dl>
    </section>
  );
  return (
    <div className={styles['report']}>
      {hidden && <p className={styles['blind']}>{t('blindReport')}</p>}
      {card(
        t('sales'),
        <>
          <Figure label={t('openedBy')}>
            {report.openedBy} · {formatTime(report.openedAtMs, 'dayTime', language)}
          </Figure>
          {present(report.closedAtMs) && (
            <Figure label={t('closedBy')}>
              {report.closedBy} · {formatTime(report.closedAtMs, 'dayTime', language)}
            </Figure>
          )}
          <Figure label={t('saleCount', { count: totals.saleCount })}>{sum(totals.saleMinor)}</Figure>
          <Figure label={t('refundCount', { count: totals.refundCount })}>{sum(-totals.refundMinor)}</Figure>
          <Figure label={t('voidCount', { count: totals.voidCount })}>{sum(totals.voidMinor)}</Figure>
          <Figure label={t('discounts')}>{sum(-totals.discountMinor)}</Figure>
          <Figure label={t('rounding')}>{sum(totals.roundingMinor)}</Figure>
          {totals.tipMinor !== 0 && <Figure label={t('tips')}>{sum(totals.tipMinor)}</Figure>}
          <Figure label={t('net')} tone="strong">
            {sum(totals.saleMinor - totals.refundMinor)}
          </Figure>
        </>,
      )}
      {card(
        t('drawer'),
        <>
          <Figure label={t('float')}>{sum(totals.floatMinor)}</Figure>
          {Object.entries(totals.tenders)
            .filter(([kind]) => kind === 'cash')
            .map(([kind, tender]) => (
              <Figure key={kind} label={t('tenderIn', { tender: tenderName(kind), count: tender.inCount })}>
                {sum(tender.inMinor - tender.outMinor)}
              </Figure>
            ))}
          <Figure label={t('cashIn')}>{sum(totals.cashInMinor)}</Figure>
          <Figure label={t('cashOut')}>{sum(-totals.cashOutMinor)}</Figure>
          <Figure label={t('openings')}>{totals.drawerOpenings}</Figure>
          {present(report.expectedMinor) ? (
            <Figure label={t('expected')} tone="strong">
              {money.full(report.expectedMinor)}
            </Figure>
          ) : (
            <Figure label={t('expected')}>{t('hidden')}</Figure>
          )}
          {present(report.countedMinor) && <Figure label={t('counted')}>{money.full(report.countedMinor)}</Figure>}
          {present(overShort) && (
            <Figure
              label={overShort === 0 ? t('exact') : overShort > 0 ? t('over') : t('short')}
              tone={overShort < 0 ? 'short' : 'over'}
            >
              {money.full(overShort)}
            </Figure>
          )}
          {present(report.carriedMinor) && report.carriedMinor > 0 && (
            <Figure label={t('carriedOver')}>{money.full(report.carriedMinor)}</Figure>
          )}
        </>,
      )}
      {Object.keys(totals.tenders).some((kind) => kind !== 'cash') &&
        card(
          t('byTender'),
          Object.entries(totals.tenders).flatMap(([kind, tender]) => [
            <Figure
              key={kind}
              label={
                <>
                  {t('tenderIn', { tender: tenderName(kind, tender.name, tender.nameEn), count: tender.inCount })}
                  {tender.notVerified === true && <small> · {t('notVerified')}</small>}
                </>
              }
            >
              {sum(tender.inMinor)}
            </Figure>,
            ...(tender.outCount > 0
              ? [
                  <Figure key={`${kind} out`} label={t('tenderOut', { count: tender.outCount })}>
                    {sum(-tender.outMinor)}
                  </Figure>,
                ]
              : []),
          ]),
        )}
      {Object.keys(totals.cashiers).length > 0 &&
        card(
          t('byCashier'),
          Object.entries(totals.cashiers).map(([id, part]) => (
            <Figure key={id} label={t('cashierPart', { name: report.cashierNames[id] ?? id, count: part.saleCount })}>
              {sum(part.saleMinor - part.refundMinor)}
            </Figure>
          )),
        )}
      {Object.keys(totals.taxes).length > 0 &&
        card(
          t('taxes'),
          Object.entries(totals.taxes).map(([key, tax]) => (
            <Figure
              key={key}
              label={
                tax.name.includes('%') ? tax.name : t('taxPart', { name: tax.name, percent: percentOf(tax.ratePpm) })
              }
            >
              {sum(tax.taxMinor)}
            </Figure>
          )),
        )}
    </div>
  );
}
