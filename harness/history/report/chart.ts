import type { CustomSeriesOption, EChartsOption, LineSeriesOption, ScatterSeriesOption } from 'echarts';
import { base, tickBytes, tickNs, tooltip, valueAxis } from '../../report/charts/axes.ts';
import type { Theme, View } from '../../report/charts/chart.ts';
import { formatBytes, formatNs } from '../../report/format.ts';
import { quantile } from '../../stats/quantile.ts';
import { machineLetter } from './names.ts';
import type { Dot, Trend, TrendRun, TrendSegment } from './trends.ts';

export const TREND_HEIGHT = 230;

/**
 * One figure over time: a line a machine class, its interval as a band, a mark where the level changed. Machine classes
 * that are hidden (`view.hidden` has their letters) are left out.
 */
export function trendOption(trend: Trend, runs: readonly TrendRun[], view: View): EChartsOption {
  const { theme } = view;
  const print = trend.metric.unit === 'ns' ? formatNs : formatBytes;
  const shown = trend.segments.filter(({ machine }) => !view.hidden.has(machineLetter(machine)));
  return {
    ...base(view),
    grid: { left: 64, right: 24, top: 22, bottom: 30 },
    tooltip: {
      ...tooltip(theme),
      formatter: (params) => {
        const { data } = (Array.isArray(params) ? params[0] : params) ?? {};
        const text = (data as { text?: string } | undefined)?.text;
        return text ?? '';
      },
    },
    xAxis: {
      type: 'time',
      axisLabel: { color: theme.faint, hideOverlap: true, formatter: dayLabel },
      axisLine: { lineStyle: { color: theme.grid } },
      splitLine: { show: false },
    },
    yAxis: {
      ...valueAxis(theme, '', trend.metric.unit === 'ns' ? tickNs : tickBytes),
      scale: true,
      splitNumber: 4,
      ...extent(shown.flatMap(({ dots }) => dots)),
    },
    series: shown.flatMap((segment) => segmentSeries(segment, runs, theme, print)),
  };
}

/** All medians, and nine of ten intervals: the interval of a wild night would flatten everything else. */
function extent(dots: readonly Dot[]): { min?: number; max?: number } {
  const values = dots.map(({ value }) => value);
  const [lows, highs] = [
    dots.map(({ low, value }) => low ?? value),
    dots.map(({ high, value }) => high ?? value),
  ];
  const [low, high] = [quantile(lows, 0.1), quantile(highs, 0.9)];
  const [min, max] = [Math.min(...values, low ?? Infinity), Math.max(...values, high ?? -Infinity)];
  const margin = (max - min) * 0.05;
  return margin > 0 ? { min: min - margin, max: max + margin } : {};
}

const dayLabel = (atMs: number): string => new Date(atMs).toISOString().slice(0, 10);

type Print = (value: number) => string;

function segmentSeries(segment: TrendSegment, runs: readonly TrendRun[], theme: Theme, print: Print) {
  const color = theme.colors[segment.machine % theme.colors.length] ?? theme.ink;
  return [band(segment.dots, color), line(segment, runs, theme, color, print), marks(segment, theme, print)];
}

function line(
  { dots, machine }: TrendSegment,
  runs: readonly TrendRun[],
  theme: Theme,
  color: string,
  print: Print,
): LineSeriesOption {
  return {
    type: 'line',
    name: machineLetter(machine),
    symbol: 'circle',
    symbolSize: 4,
    showAllSymbol: true,
    itemStyle: { color },
    lineStyle: { color, width: 1.2 },
    data: dots.map((dot, index) => ({
      value: [dot.atMs, dot.value],
      text: dotText(dot, runs[dot.run], machine, print),
      // The first dot bears the name of its machine class.
      ...(index === 0 && {
        label: { show: true, formatter: machineLetter(machine), position: 'top' as const, color: theme.ink },
      }),
    })),
  };
}

function dotText(dot: Dot, run: TrendRun | undefined, machine: number, print: Print): string {
  const interval = dot.low === null || dot.high === null ? '' : ` [${print(dot.low)}, ${print(dot.high)}]`;
  return [
    `${print(dot.value)}${interval}`,
    dot.runs > 1 ? `median of ${dot.runs} runs, the last of` : '',
    run ? `${run.startedAt.slice(0, 16).replace('T', ' ')} UTC, commit ${run.commit}` : '',
    `machine ${machineLetter(machine)}`,
    ...(run?.notes ?? []),
  ]
    .filter((text) => text !== '')
    .join('\n');
}

/** The 95 % intervals of all dots, as one area. */
function band(dots: readonly Dot[], color: string): CustomSeriesOption {
  const known = dots.filter(({ low, high }) => low !== null && high !== null);
  return {
    type: 'custom',
    silent: true,
    z: 1,
    data: known.length < 2 ? [] : [[known[0]?.atMs ?? 0, known[0]?.value ?? 0]],
    encode: { x: 0, y: 1 },
    clip: true,
    renderItem: (_params, api) => ({
      type: 'polygon',
      shape: {
        points: [
          ...known.map(({ atMs, low }) => api.coord([atMs, low ?? 0])),
          ...known.toReversed().map(({ atMs, high }) => api.coord([atMs, high ?? 0])),
        ],
      },
      style: { fill: color, opacity: 0.18 },
    }),
  };
}

function marks({ dots, changes }: TrendSegment, theme: Theme, print: Print): ScatterSeriesOption {
  return {
    type: 'scatter',
    z: 6,
    symbolSize: 13,
    data: changes.flatMap((change) => {
      const dot = dots[change.dot];
      if (!dot) return [];
      const { direction, accepted, before, after, since } = change;
      const color = accepted === null ? theme.verdicts[direction] : theme.verdicts.inconclusive;
      const text = [
        `${direction === 'slower' ? '▲' : '▼'} since ${since}: ${print(before)} → ${print(after)}`,
        ...(accepted === null ? [] : [`accepted: ${accepted}`]),
      ].join('\n');
      return [
        {
          value: [dot.atMs, dot.value],
          symbol: direction === 'slower' ? 'diamond' : 'triangle',
          itemStyle: { color, borderColor: theme.paper, borderWidth: 1 },
          label: {
            show: true,
            position: 'top' as const,
            color: theme.ink,
            fontSize: 11,
            formatter: `${change.ratio > 1 ? '+' : ''}${Number(((change.ratio - 1) * 100).toPrecision(2))}%${accepted === null ? '' : ' ✓'}`,
          },
          text,
        },
      ];
    }),
  };
}
