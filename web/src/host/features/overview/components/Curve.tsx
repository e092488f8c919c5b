import { Chart } from '@shared/desk/Chart';
import type { ChartOption } from '@shared/desk/chart/draw';
import { formatTime } from '@shared/i18n/time';
import { useLanguage } from '@shared/i18n/useLanguage';
import { colors, fontFamily } from '@shared/theme/theme';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { PulsePoint } from '../../../api/types';

const persimmon = '#e58e3a';

/** Throughput and latency of the last ten minutes. */
export function Curve({ points }: { readonly points: readonly PulsePoint[] }) {
  const { t } = useTranslation('overview');
  const language = useLanguage();
  const last = points.at(-1)?.atMs ?? 0;
  const option = useMemo<ChartOption>(
    () => ({
      animation: false,
      textStyle: { fontFamily, color: colors.ink },
      grid: { left: 8, right: 8, top: 34, bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
      legend: { top: 0, right: 0, itemWidth: 14, itemHeight: 8, textStyle: { color: colors.muted } },
      tooltip: { trigger: 'axis', confine: true },
      xAxis: {
        type: 'category',
        data: points.map((point) => formatTime(point.atMs, 'timeSeconds', language)),
        axisTick: { show: false },
        axisLine: { lineStyle: { color: colors.line } },
        axisLabel: { color: colors.muted, hideOverlap: true },
      },
      yAxis: [
        {
          type: 'value',
          minInterval: 0.1,
          splitLine: { lineStyle: { color: '#ece6da' } },
          axisLabel: { color: colors.muted },
        },
        {
          type: 'value',
          splitLine: { show: false },
          axisLabel: { color: colors.muted, formatter: (value: number) => `${String(value)} ms` },
        },
      ],
      series: [
        {
          type: 'line',
          name: t('perSecondName'),
          data: points.map((point) => Number(point.perSecond.toFixed(2))),
          showSymbol: false,
          areaStyle: { color: colors.tealSoft },
          lineStyle: { color: colors.teal, width: 2 },
          itemStyle: { color: colors.teal },
        },
        {
          type: 'line',
          name: 'p99 ms',
          yAxisIndex: 1,
          data: points.map((point) => (point.p99Ms === 0 ? null : Number(point.p99Ms.toFixed(2)))),
          symbolSize: 4,
          lineStyle: { color: persimmon, width: 2 },
          itemStyle: { color: persimmon },
        },
      ],
    }),
    // Once every step is enough: in between nothing of it changes.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [last, language, t],
  );
  return <Chart label={t('curve')} option={option} height={250} />;
}
