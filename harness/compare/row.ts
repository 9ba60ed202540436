import type { Inferred } from '../model/inferred.ts';
import type { Metric } from '../model/metrics.ts';
import { median, Sorted } from '../stats/index.ts';
import { type Change, independentChange, pairedChange } from './change.ts';
import { allowForDrift, driftOf } from './drift-allowance.ts';
import type { rowStatisticsSchema } from './row-schema.ts';

/** `paired`: index i of both sides ran in the same block. `independent`: two runs. */
export type Design = 'paired' | 'independent';

/** The figures of one metric on both sides, in the metric's unit. */
export interface Sides {
  readonly metric: Metric;
  readonly design: Design;
  readonly old: readonly number[];
  readonly new: readonly number[];
}

/** What one row says before the family's correction. */
export type RowStatistics = Inferred<typeof rowStatisticsSchema>;

/** With fewer no interval of a median exists at 95 %; a verdict from them would be a guess. */
export const LEAST_SAMPLES = 6;

/**
 * @returns null when one side has nothing to compare.
 * @throws RangeError when the sides are paired and differ in length.
 */
export function rowStatistics(sides: Sides): RowStatistics | null {
  const [old, fresh] = [Sorted.of(sides.old, 'old'), Sorted.of(sides.new, 'new')];
  const [oldMedian, newMedian] = [median(old), median(fresh)];
  if (oldMedian === null || newMedian === null) return null;
  const counted = { nOld: old.length, nNew: fresh.length, oldMedian, newMedian };
  if (sides.metric.assume === 'exact') return { ...counted, ...bareChange(counted, null) };
  if (Math.min(old.length, fresh.length) < LEAST_SAMPLES) {
    return {
      ...counted,
      ...bareChange(counted, `fewer than ${LEAST_SAMPLES} samples: no interval and no verdict`),
    };
  }
  if (sides.design === 'independent') {
    const drift = driftOf(sides.old, sides.new);
    return { ...counted, ...allowForDrift(independentChange(old, fresh), drift, oldMedian) };
  }
  return { ...counted, ...pairedChange(Float64Array.from(sides.old), Float64Array.from(sides.new)) };
}

/** Of figures without an interval. */
function bareChange(
  { oldMedian, newMedian }: Pick<RowStatistics, 'oldMedian' | 'newMedian'>,
  note: string | null,
): Change {
  return {
    shift: newMedian - oldMedian,
    shiftInterval: null,
    ratio: oldMedian > 0 && newMedian > 0 ? newMedian / oldMedian : null,
    ratioInterval: null,
    equivalenceInterval: null,
    p: null,
    cliffsDelta: null,
    test: null,
    drift: null,
    note,
  };
}
