import { baselineOf } from '../model/baseline.ts';
import { pairSeries, type SubjectSeries } from '../model/series.ts';
import { hodgesLehmann, pairedOverhead } from '../stats/index.ts';
import { exponential, type Interval } from './change.ts';
import { driftOf, widenRatio } from './drift-allowance.ts';
import type { ComparableSet } from './load.ts';
import type { ComparedSubject, SubjectPair } from './match.ts';

export interface RatioEstimate {
  readonly value: number;
  /** 95 %; null for fewer than six blocks. */
  readonly interval: Interval | null;
}

/** A subject's cold start over that of `process` on the same machine, on both sides, and how the two relate. */
export interface RatioRow extends ComparedSubject {
  readonly old: RatioEstimate;
  readonly new: RatioEstimate;
  /** New ratio over old ratio: 1.1 means that the packaging costs 10 % more, relative to `process`, on the new side. */
  readonly ratioOfRatios: RatioEstimate;
  /**
   * The standard deviation, on the logarithm, that the ratios themselves wandered by within the runs: in the interval
   * above. What drifts the machine drifts both of a block's trials, and is in no ratio.
   */
  readonly drift: number | null;
}

/** The overheads of every pair of which both sides have the baseline beside it. */
export function ratioRows(
  old: ComparableSet,
  fresh: ComparableSet,
  pairs: readonly SubjectPair[],
): RatioRow[] {
  return pairs.flatMap((pair) => {
    const [a, b] = [overheadIn(old, pair.old), overheadIn(fresh, pair.new)];
    if (!a || !b) return [];
    // On the logarithms, where a ratio of ratios is a difference.
    const shift = hodgesLehmann(b.logRatios, a.logRatios);
    if (shift.estimate === null) return [];
    const value = Math.exp(shift.estimate);
    const drift = driftOf(a.logRatios.map(Math.exp), b.logRatios.map(Math.exp));
    const bare = exponential(shift);
    const interval = bare && drift ? widenRatio(bare, { ratio: value, drift, level: 0.95 }) : bare;
    return [
      { ...pair.compared, old: a.overhead, new: b.overhead, ratioOfRatios: { value, interval }, drift },
    ];
  });
}

interface Overhead {
  readonly logRatios: readonly number[];
  readonly overhead: RatioEstimate;
}

/** Null for the baseline itself, and where no block has both. */
function overheadIn(set: ComparableSet, series: SubjectSeries): Overhead | null {
  const row = baselineOf(series.subject, set.manifest.subjects);
  const baseline = row && set.subjects.get(row.subject);
  if (!baseline) return null;
  const { a, b } = pairSeries(series.of('coldStart'), baseline.of('coldStart'));
  const { ratio } = pairedOverhead(a, b);
  if (ratio.estimate === null) return null;
  const interval = ratio.interval && { low: ratio.interval.low, high: ratio.interval.high };
  return {
    logRatios: a.map((value, block) => Math.log(value / (b[block] ?? Number.NaN))),
    overhead: { value: ratio.estimate, interval },
  };
}
