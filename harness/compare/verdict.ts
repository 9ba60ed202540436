import type { Metric } from '../model/metrics.ts';
import { holmAdjust } from '../stats/index.ts';
import type { RowStatistics, Verdict } from './row.ts';

/**
 * The chance that a family of rows holds any false alarm when nothing differs. One in a hundred, not the usual one in
 * twenty: a comparison is run every night, and one that cries wolf every third week is muted.
 */
export const FAMILY_ALPHA = 0.01;

/** The largest relative change that does not matter, unless the user says otherwise. */
export const DEFAULT_THRESHOLD = 0.01;

export interface Judged {
  readonly verdict: Verdict;
  /** Corrected over the family (Holm); null for rows without a test, and for phases, which are outside of it. */
  readonly adjustedP: number | null;
  /** For `inconclusive`: how many more samples a side would settle it, by the interval's present width. */
  readonly moreSamples: number | null;
}

/**
 * The verdicts of a family of rows, in their order. `same` is shown, not assumed: the change lies within ±threshold by
 * TOST. `faster` and `slower` need the corrected test. Everything else is `inconclusive`. A figure that is exact
 * (a size) is judged by its value alone.
 */
export function judge(
  rows: readonly { readonly metric: Metric; readonly statistics: RowStatistics }[],
  threshold: number = DEFAULT_THRESHOLD,
): Judged[] {
  const inFamily = rows.map(({ metric, statistics }) => isHypothesis(metric) && statistics.p !== null);
  const adjusted = holmAdjust(
    rows.flatMap(({ statistics }, index) => (inFamily[index] ? [statistics.p ?? 1] : [])),
  );
  let next = 0;
  return rows.map(({ metric, statistics }, index) => {
    const adjustedP = inFamily[index] ? (adjusted[next++] ?? null) : null;
    return metric.assume === 'exact'
      ? judgeExact(statistics, threshold)
      : judgeRow(statistics, adjustedP ?? statistics.p, adjustedP, threshold);
  });
}

const isHypothesis = (metric: Metric): boolean => metric.role === 'primary' && metric.assume === 'nothing';

function judgeRow(
  statistics: RowStatistics,
  p: number | null,
  adjustedP: number | null,
  threshold: number,
): Judged {
  const { equivalenceInterval: band, shift } = statistics;
  if (band && band.low > 1 - threshold && band.high < 1 + threshold) {
    return { verdict: 'same', adjustedP, moreSamples: null };
  }
  if (p !== null && p < FAMILY_ALPHA && shift !== 0) {
    return { verdict: shift > 0 ? 'slower' : 'faster', adjustedP, moreSamples: null };
  }
  return { verdict: 'inconclusive', adjustedP, moreSamples: samplesToSettle(statistics, threshold) };
}

function judgeExact({ ratio, shift }: RowStatistics, threshold: number): Judged {
  const change = ratio === null ? Math.sign(shift) : ratio - 1;
  const verdict = Math.abs(change) < threshold ? 'same' : change > 0 ? 'slower' : 'faster';
  return { verdict, adjustedP: null, moreSamples: null };
}

/**
 * An interval narrows with the square root of n. It is wide enough to hold both 0 and the threshold; it settles when its
 * half-width is the distance from the estimate to the nearer of what must be excluded, at least half the threshold.
 */
function samplesToSettle({ ratio, ratioInterval, nNew }: RowStatistics, threshold: number): number | null {
  if (ratio === null || ratioInterval === null) return null;
  const halfWidth = (ratioInterval.high - ratioInterval.low) / 2;
  const change = Math.abs(ratio - 1);
  const needed = Math.max(change, threshold - change, threshold / 2);
  return Math.max(1, Math.ceil(nNew * ((halfWidth / needed) ** 2 - 1)));
}
