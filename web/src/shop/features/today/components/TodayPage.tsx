import { ReloadOutlined } from '@ant-design/icons';
import { useLoad } from '@shared/api/useLoad';
import { LoadedView } from '@shared/components/LoadedView';
import { Notice } from '@shared/components/Notice';
import { Button, DatePicker, Segmented, Skeleton } from 'antd';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { SalesReport } from '../../../api/types';
import { Page, Panel } from '../../../core/Frame';
import { dateOf, dateText, dayOf, today as calendarToday } from '../../../core/days';
import { useSession } from '../../../core/session';
import { StaleNote } from '../../../core/StaleNote';
import { useRefresh } from '../../../core/useRefresh';
import { salesReport, type Span } from '../api/report';
import { DayChart, HourChart } from './Charts';
import { Kpis } from './Kpis';
import styles from './Today.module.css';
import { CashierTable, ProductTops, TenderSplit } from './Tops';
import { presets, spanBefore, spanOf, type Preset } from './spans';

function Waiting() {
  return (
    <div className={styles['kpis']}>
      {presets.map((preset) => (
        <div key={preset} className={styles['kpi']}>
          <Skeleton active title={false} paragraph={{ rows: 3 }} />
        </div>
      ))}
    </div>
  );
}

interface ReportProps {
  readonly report: SalesReport;
  readonly before: SalesReport | null;
  readonly running: boolean;
  readonly aside: ReactNode;
}

function Report({ report, before, running, aside }: ReportProps) {
  const { t } = useTranslation('today');
  const oneDay = report.from === report.to;
  const nothing = report.figures.saleCount + report.figures.refundCount === 0;
  return (
    <>
      <Kpis
        figures={report.figures}
        before={before?.figures ?? null}
        beforeLabel={t(oneDay ? 'dayBefore' : 'spanBefore')}
      />
      <div className={styles['columns']}>
        <div className={styles['column']}>
          {nothing ? (
            <Panel>
              <Notice title={t('nothing')} text={t('nothingText')} />
            </Panel>
          ) : (
            <>
              {!oneDay && (
                <Panel title={t('byDay')}>
                  <DayChart days={report.days} />
                </Panel>
              )}
              <Panel title={t('byHour')}>
                <HourChart hours={report.hours} running={running} />
              </Panel>
              <div className={styles['pair']}>
                <Panel title={t('topProducts')}>
                  <ProductTops products={report.products} />
                </Panel>
                <div className={styles['column']}>
                  <Panel title={t('tenders')}>
                    <TenderSplit tenders={report.tenders} />
                  </Panel>
                  <Panel title={t('cashiers')}>
                    <CashierTable cashiers={report.cashiers} />
                  </Panel>
                </div>
              </div>
            </>
          )}
        </div>
        <div className={styles['aside']}>{aside}</div>
      </div>
    </>
  );
}

/** How the business goes. */
export function TodayPage({ aside }: { readonly aside: ReactNode }) {
  const { t } = useTranslation('today');
  const { storeId } = useSession();
  const [today, setToday] = useState<number | null>(null);
  const [choice, setChoice] = useState<Preset | Span>('today');
  const now = today ?? dateOf(calendarToday());
  const span = typeof choice === 'string' ? spanOf(choice, now) : choice;
  const asked = choice === 'today' ? null : span;
  const loaded = useLoad(`${storeId ?? ''}/${JSON.stringify(asked)}`, async () => {
    const report = await salesReport(storeId, asked);
    if (asked === null) setToday(report.to);
    return report;
  });
  const earlier = spanBefore(span);
  const before = useLoad(`${storeId ?? ''}/${JSON.stringify(earlier)}`, () => salesReport(storeId, earlier));

  useRefresh(loaded);

  return (
    <Page
      title={t('title')}
      note={
        span.from === span.to
          ? t('businessDay', { day: dateText(span.from) })
          : t('businessDays', { from: dateText(span.from), to: dateText(span.to) })
      }
      actions={
        <>
          <Segmented<Preset | 'own'>
            aria-label={t('span')}
            value={typeof choice === 'string' ? choice : 'own'}
            onChange={(value) => value !== 'own' && setChoice(value)}
            options={presets.map((preset) => ({ value: preset, label: t(`presets.${preset}`) }))}
          />
          <DatePicker.RangePicker
            className={styles['range'] ?? ''}
            aria-label={t('span')}
            allowClear={false}
            value={[dayOf(span.from), dayOf(span.to)]}
            maxDate={calendarToday()}
            onChange={(days) => {
              if (days?.[0] != null && days[1] != null) setChoice({ from: dateOf(days[0]), to: dateOf(days[1]) });
            }}
          />
          <Button
            icon={<ReloadOutlined aria-hidden="true" spin={loaded.loading} />}
            aria-label={t('core:refresh')}
            onClick={loaded.reload}
          />
        </>
      }
    >
      <StaleNote loaded={loaded} />
      <LoadedView loaded={loaded} skeleton={<Waiting />}>
        {(report) => (
          <div className={styles['report']} aria-busy={loaded.loading}>
            <Report report={report} before={before.data} running={choice === 'today'} aside={aside} />
          </div>
        )}
      </LoadedView>
    </Page>
  );
}
