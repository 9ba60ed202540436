import { METRICS, type Metric } from '../model/metrics.ts';
import {
  cliffsDelta,
  type Estimate,
  hodgesLehmann,
  mannWhitney,
  median,
  pairedShift,
  type RankTest,
  wilcoxonSignedRank,
} from '../stats/index.ts';

export type Verdict = 'faster' | 'slower' | 'same' | 'inconclusive';

/** `paired`: index i of both ran in the same block. `independent`: two runs. */
export type Design = 'paired' | 'independent';

/** The figures of one metric on both sides, in the metric's unit. */
export interface Sides {
  readonly metric: Metric;
  readonly design: Design;
  readonly old: readonly number[];
  readonly new: readonly number[];
}

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** What one row says before the family's correction. Ratios are new over old: 1.02 is 2 % more. */
export interface RowStatistics {
  readonly nOld: number;
  readonly nNew: number;
  readonly oldMedian: number;
  readonly newMedian: number;
  /** Of new minus old, by Hodges and Lehmann; null when a side has no samples. */
  readonly shift: number;
  readonly shiftInterval: Interval | null;
  /** 1 + shift / old median, with its interval: the shift as the reader thinks of it. */
  readonly ratio: number | null;
  readonly ratioInterval: Interval | null;
  /** 90 % interval of the ratio: two one-sided 5 % tests of equivalence (TOST). */
  readonly equivalenceInterval: Interval | null;
  /** Two-sided, before correction; null when there are too few samples for a test. */
  readonly p: number | null;
  /** P(new > old) - P(new < old), -1 to 1 (Cliff's delta). */
  readonly cliffsDelta: number | null;
  readonly test: string;
  readonly note: string | null;
}

export const metricNamed = (name: string): Metric | undefined =>
  METRICS.find((metric) => metric.name === name);

/** Too few for any interval of the median at 95 %; a verdict from fewer would be a guess. */
const LEAST_SAMPLES = 6;

/** @returns null when one side has nothing to compare. */
export function rowStatistics({ design, old, new: fresh }: Sides): RowStatistics | null {
  const [oldMedian, newMedian] = [median(old), median(fresh)];
  if (oldMedian === null || newMedian === null) return null;
  const few = Math.min(old.length, fresh.length) < LEAST_SAMPLES;
  const shiftAt = (level: number): Estimate =>
    design === 'paired' ? pairedShift(fresh, old, { level }) : hodgesLehmann(fresh, old, { level });
  const estimate = shiftAt(0.95);
  const shift = estimate.estimate ?? newMedian - oldMedian;
  const asRatio = (interval: Interval | null): Interval | null =>
    interval && oldMedian > 0
      ? { low: 1 + interval.low / oldMedian, high: 1 + interval.high / oldMedian }
      : null;
  const test: RankTest = design === 'paired' ? wilcoxonSignedRank(fresh, old) : mannWhitney(fresh, old);
  return {
    nOld: old.length,
    nNew: fresh.length,
    oldMedian,
    newMedian,
    shift,
    shiftInterval: few ? null : estimate.interval,
    ratio: oldMedian > 0 ? 1 + shift / oldMedian : null,
    ratioInterval: few ? null : asRatio(estimate.interval),
    equivalenceInterval: few ? null : asRatio(shiftAt(0.9).interval),
    p: few ? null : test.p,
    cliffsDelta: cliffsDelta(fresh, old)?.delta ?? null,
    test: `${design === 'paired' ? 'Wilcoxon signed-rank' : 'Mann-Whitney'}${test.method ? `, ${test.method}` : ''}`,
    note: few ? `fewer than ${LEAST_SAMPLES} samples: no interval and no verdict` : estimate.reason,
  };
}
