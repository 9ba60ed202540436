import { METRICS, type Metric } from '../../model/metrics.ts';
import { percentChange, percentInterval } from '../../report/comparison/figures.ts';
import { verdictWord } from '../../report/comparison/words.ts';
import { formatBytes, formatNs, formatPercent, formatSigned } from '../../report/format.ts';
import type { Look } from '../../report/terminal/look.ts';
import { findChanges } from '../changes.ts';
import { movedPhases } from '../moved-phases.ts';
import type { Change, MovedPhase, Series } from '../series.ts';
import { shortCommit } from './figures.ts';

/** A lasting change, as it is printed. */
export interface ShownChange extends Change {
  /** The first run after it, and its day. */
  readonly run: string;
  readonly since: string;
  /** Where it sits, of a cold start; empty when no phase stands out, or none was asked for. */
  readonly phases: readonly MovedPhase[];
}

/** `phases`: series of the phases of cold starts, of this subject or of others too. */
export const changesOf = (series: Series, phases: readonly Series[] = []): ShownChange[] =>
  findChanges(series).map((change) => {
    const point = series.points[change.index];
    const moved = series.key.metric === 'coldStart' ? movedPhases(series, change, phases) : [];
    return { ...change, run: point?.run ?? '', since: point?.startedAt.slice(0, 10) ?? '', phases: moved };
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
  const where = change.phases.length === 0 ? '' : `; ${phaseWords(change.phases)}`;
  return `${what} since ${since}${range}: ${print(before)} → ${print(after)}, ${amount}${where}`;
}

/** `load workload +4.00 ms [+3.90 ms, +4.10 ms] (98% of it)`, the largest first. */
export const phaseWords = (phases: readonly MovedPhase[]): string =>
  phases
    .map(({ metric, shiftNs, interval: { low, high }, share }) => {
      const label = METRICS.find(({ name }) => name === metric)?.label ?? metric;
      const print = (ns: number): string => formatSigned(ns, formatNs);
      return `${label} ${print(shiftNs)} [${print(low)}, ${print(high)}] (${formatPercent(share)} of it)`;
    })
    .join(', ');
