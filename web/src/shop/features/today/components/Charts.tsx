import { colors, fontFamily } from '@shared/theme/theme';
import { formatDecimal } from '@shared/money/money';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { DayFigures, HourFigures } from '../../../api/types';
import { Chart } from '../../../core/Chart';
import type { ChartOption } from '../../../core/chart/draw';
import { dateText } from '../../../core/days';
import { useMoney } from '../../../core/session';

interface Bar {
  readonly label: string;
  readonly saleMinor: number;
  /** Null for what has not happened yet. */
  readonly count: number | null;
}

function useBarOption(bars: readonly Bar[]): ChartOption {
  const { t } = useTranslation('today');
  const money = useMoney();
  const exponent = money.exponent;
  const symbol = money.symbol;
  const salesName = t('sales');
  const countName = t('orders');
  return useMemo<ChartOption>(
    () => ({
      textStyle: { fontFamily, color: colors.ink },
      grid: { left: 8, right: 8, top: 34, bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
      legend: { top: 0, right: 0, itemWidth: 14, itemHeight: 8, textStyle: { color: colors.muted } },
      tooltip: {
        trigger: 'axis',
        confine: true,
        valueFormatter: (value) => String(value),
      },
      xAxis: {
        type: 'category',
        data: bars.map((bar) => bar.label),
        axisTick: { show: false },
        axisLine: { lineStyle: { color: colors.line } },
        axisLabel: { color: colors.muted },
      },
      yAxis: [
        {
          type: 'value',
          splitLine: { lineStyle: { color: '#ece6da' } },
          axisLabel: { color: colors.muted, formatter: (value: number) => `${symbol}${shortAmount(value, exponent)}` },
        },
        { type: 'value', splitLine: { show: false }, axisLabel: { show: false }, minInterval: 1 },
      ],
      series: [
        {
          type: 'bar',
          name: salesName,
          data: bars.map((bar) => bar.saleMinor),
          barMaxWidth: 34,
          itemStyle: { color: colors.teal, borderRadius: [5, 5, 0, 0] },
          tooltip: { valueFormatter: (value) => `${symbol}${formatDecimal(Number(value), exponent)}` },
        },
        {
          type: 'line',
          name: countName,
          yAxisIndex: 1,
          data: bars.map((bar) => bar.count),
          smooth: 0.3,
          smoothMonotone: 'x',
          symbolSize: 6,
          lineStyle: { color: '#e58e3a', width: 2 },
          itemStyle: { color: '#e58e3a' },
        },
      ],
    }),
    [bars, exponent, symbol, salesName, countName],
  );
}

// The axis stands on round sums; what is below a whole one is of no interest there.
function shortAmount(minor: number, exponent: number): string {
  return formatDecimal(Math.trunc(minor), exponent).replace(/\.\d+$/, '');
}

interface HourChartProps {
  readonly hours: readonly HourFigures[];
  /** The day is not over: hours after the last one are still to come. */
  readonly running: boolean;
}

/** Sales and orders hour by hour. */
export function HourChart({ hours, running }: HourChartProps) {
  const { t } = useTranslation('today');
  const bars = useMemo(() => {
    const byHour = new Map(hours.map((figures) => [figures.hour, figures]));
    const all = hours.map((figures) => figures.hour);
    const first = Math.min(8, ...all);
    const latest = Math.max(...all);
    const last = Math.max(21, ...all);
    return Array.from({ length: last - first + 1 }, (_, index) => {
      const figures = byHour.get(first + index);
      return {
        label: `${String(first + index)}:00`,
        saleMinor: figures?.saleMinor ?? 0,
        count: figures?.saleCount ?? (running && first + index > latest ? null : 0),
      };
    });
  }, [hours, running]);
  return <Chart label={t('byHour')} option={useBarOption(bars)} />;
}

/** Sales and orders day by day. */
export function DayChart({ days }: { readonly days: readonly DayFigures[] }) {
  const { t } = useTranslation('today');
  const bars = useMemo(
    () =>
      days.map((figures) => ({
        label: dateText(figures.date).slice(5),
        saleMinor: figures.saleMinor,
        count: figures.saleCount,
      })),
    [days],
  );
  return <Chart label={t('byDay')} option={useBarOption(bars)} />;
}
