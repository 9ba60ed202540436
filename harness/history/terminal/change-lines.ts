import type { Metric } from '../../model/metrics.ts';
import { percentChange, percentInterval } from '../../report/comparison/figures.ts';
import { verdictWord } from '../../report/comparison/words.ts';
import { formatBytes, formatNs } from '../../report/format.ts';
import type { Look } from '../../report/terminal/look.ts';
import { findChanges } from '../changes.ts';
import type { Change, Series } from '../series.ts';
import { shortCommit } from './figures.ts';

/** A lasting change, as it is printed. */
export interface ShownChange extends Change {
  /** The first run after it, and its day. */
  readonly run: string;
  readonly since: string;
}

export const changesOf = (series: Series): ShownChange[] =>
  findChanges(series).map((change) => {
    const point = series.points[change.index];
    return { ...change, run: point?.run ?? '', since: point?.startedAt.slice(0, 10) ?? '' };
  });

/** `▲ slower since 2026-10-03 (after abc, from def on): 60.1 ms → 63.5 ms, +5.6% [+4.9%, +6.3%]` */
export function changeLine(change: ShownChange, metric: Metric, { colors }: Look): string {
  const { direction, since, before, after, ratio, interval, commits } = change;
  const print = metric.unit === 'ns' ? formatNs : formatBytes;
  const paint = direction === 'slower' ? colors.red : colors.green;
  const what = paint(`${direction === 'slower' ? '▲' : '▼'} ${verdictWord(direction, metric)}`);
  const range =
    commits.last === null && commits.first === null
      ? ''
      : ` (after ${shortCommit(commits.last)}, from ${shortCommit(commits.first)} on)`;
  const amount = `${percentChange(ratio, interval)} ${percentInterval(interval)}`;
  return `${what} since ${since}${range}: ${print(before)} → ${print(after)}, ${amount}`;
}
