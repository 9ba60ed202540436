import { formatNs, formatPercent } from '../format.ts';
import { base, legendHeight, rowGrid, tickNs, valueAxis } from './axes.ts';
import { type Chart, type Drawn, drawnSubjects, nameWidth, rowsHeight, type View } from './chart.ts';
import { curvesFrame, pointTooltip } from './curves.ts';

const coldStarts = ({ subject }: Drawn): readonly number[] =>
  (subject.trials.figures.coldStart ?? []).flatMap((ns) => ns ?? []);

/** Every trial: as a strip of points, or as the share of trials that were at least as fast. */
export const trials: Chart = {
  name: 'trials',
  title: 'Every trial',
  caption:
    'Each measured cold start is a point; none is left out. The other view (ECDF) shows, for each time, the share of trials that took no longer.',
  modes: [
    { name: 'strip', label: 'points' },
    { name: 'ecdf', label: 'ECDF' },
  ],
  has: ({ subjects }) => subjects.some(({ trials }) => trials.blocks.length > 0),
  height: ({ subjects }, width) => {
    const names = subjects.map(({ name }) => name);
    return Math.max(220 + legendHeight(width, names), rowsHeight(names.length));
  },
  option: (data, view) => {
    const drawn = drawnSubjects(data, view).filter(({ subject }) => subject.trials.blocks.length > 0);
    return view.mode === 'ecdf' ? ecdf(drawn, view) : strip(drawn, view);
  },
};

/** Golden-ratio steps fill the height of a row evenly, alike in every drawing. */
const jitter = (index: number): number => ((index * 0.618034) % 1) * 0.6 - 0.3;

function strip(drawn: readonly Drawn[], view: View): ReturnType<Chart['option']> {
  const names = drawn.map(({ subject }) => subject.name);
  const { theme } = view;
  return {
    ...base(view),
    grid: rowGrid(names, view, 24),
    tooltip: pointTooltip(theme, ([ns = 0, , block = 0]) => `${formatNs(ns)} in block ${block}`),
    xAxis: { ...valueAxis(theme, 'cold start', tickNs), scale: true },
    yAxis: {
      type: 'value',
      min: -0.5,
      max: Math.max(0.5, names.length - 0.5),
      interval: 0.5,
      inverse: true,
      axisTick: { show: false },
      splitLine: { show: false },
      axisLabel: {
        color: theme.ink,
        width: nameWidth(names, view.width),
        overflow: 'truncate',
        formatter: (row: number) => (Number.isInteger(row) ? (names[row] ?? '') : ''),
      },
    },
    series: drawn.map((one, row) => ({
      type: 'scatter',
      name: one.subject.name,
      symbol: one.symbol,
      symbolSize: 6,
      itemStyle: { color: one.color, opacity: 0.6 },
      data: coldStarts(one).map((ns, index) => [ns, row + jitter(index), one.subject.trials.blocks[index]]),
    })),
  };
}

/** A curve needs no more points than a screen has columns. */
const MOST_STEPS = 1000;

function ecdf(drawn: readonly Drawn[], view: View): ReturnType<Chart['option']> {
  const { theme } = view;
  return {
    ...curvesFrame(view, drawn),
    tooltip: pointTooltip(theme, ([ns = 0, share = 0]) => `${formatPercent(share)} within ${formatNs(ns)}`),
    xAxis: { ...valueAxis(theme, 'cold start', tickNs), scale: true },
    yAxis: { ...valueAxis(theme, '', formatPercent), max: 1 },
    series: drawn.map((one) => {
      const sorted = [...coldStarts(one)].sort((a, b) => a - b);
      const stride = Math.max(1, Math.ceil(sorted.length / MOST_STEPS));
      const points = sorted.map((ns, index) => [ns, (index + 1) / sorted.length]);
      return {
        type: 'line' as const,
        name: one.subject.name,
        step: 'end' as const,
        symbol: one.symbol,
        symbolSize: 5,
        showAllSymbol: false as const,
        itemStyle: { color: one.color },
        lineStyle: { color: one.color, width: 2 },
        data: points.filter((_, index) => index % stride === 0 || index === points.length - 1),
      };
    }),
  };
}
