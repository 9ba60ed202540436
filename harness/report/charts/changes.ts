import type { EChartsOption } from 'echarts';
import type { Verdict } from '../../compare/verdict.ts';
import { base, nameAxis, rowGrid, tooltip, valueAxis } from './axes.ts';
import { rowsHeight, type View } from './chart.ts';
import { whiskers } from './whisker.ts';

/** A row of a comparison as the page needs it: ratios are new over old. */
export interface ChangeRow {
  readonly name: string;
  readonly ratio: number | null;
  readonly interval: { readonly low: number; readonly high: number } | null;
  readonly verdict: Verdict;
  /** The verdict in this metric's words, such as 'larger'. */
  readonly word: string;
  /** '+2.1% [+1.6%, +2.6%]' */
  readonly text: string;
}

export interface ChangeChart {
  readonly threshold: number;
  readonly rows: readonly ChangeRow[];
}

const SYMBOLS: Readonly<Record<Verdict, string>> = {
  faster: 'triangle',
  slower: 'diamond',
  same: 'circle',
  inconclusive: 'emptyCircle',
};

const percent = (value: number): string => `${value > 0 ? '+' : ''}${Number(value.toPrecision(3))}%`;
const change = (ratio: number): number => (ratio - 1) * 100;

export const changesHeight = ({ rows }: ChangeChart): number => rowsHeight(rows.length);

/** How much each figure changed, with its interval, against the band of changes that do not matter. */
export function changesOption({ rows, threshold }: ChangeChart, view: View): EChartsOption {
  const { theme } = view;
  const shown = rows.filter(({ ratio }) => ratio !== null);
  const names = shown.map(({ name }) => name);
  const intervals = shown.map(({ interval }) =>
    interval ? { low: change(interval.low), high: change(interval.high) } : null,
  );
  return {
    ...base(view),
    grid: rowGrid(names, view, 32),
    tooltip: {
      ...tooltip(theme),
      formatter: (params) => {
        const row = shown[Array.isArray(params) ? 0 : params.dataIndex];
        return row ? `${row.name}\n${row.text}\n${row.word}` : '';
      },
    },
    xAxis: { ...valueAxis(theme, 'change', percent), scale: true },
    yAxis: nameAxis(theme, names, view.width),
    series: [
      {
        type: 'scatter',
        symbolSize: 10,
        data: shown.map(({ ratio, verdict }, row) => ({
          value: [change(ratio ?? 1), row],
          symbol: SYMBOLS[verdict],
          itemStyle: { color: theme.verdicts[verdict] },
        })),
        markArea: {
          silent: true,
          itemStyle: { color: theme.shade },
          data: [[{ xAxis: -threshold * 100 }, { xAxis: threshold * 100 }]],
        },
      },
      whiskers(intervals, theme.ink),
    ],
  };
}
