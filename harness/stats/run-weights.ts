import { SD_PER_MAD } from './drift.ts';
import type { Measured } from './level-shift.ts';
import { median } from './quantile.ts';
import { at } from './samples.ts';

/** No value counts more than four times as much as the middle one, however sure it is of itself. */
const MOST_WEIGHT = 4;

/**
 * Weights for values of runs: one over a run's own variance plus the variance between runs, 1 on average. That between
 * runs is what the differences of neighbours hold beyond the runs' own (von Neumann, "Distribution of the ratio of the mean
 * square successive difference to the variance", Ann. Math. Stat. 12(4), 1941, doi:10.1214/aoms/1177731677), robustly and
 * with no regard to where levels change. It keeps weights near each other where runs differ by more than their own noise.
 */
export function weighRuns(values: Float64Array, ownVariances: Float64Array): Measured {
  const between = varianceBetween(values, ownVariances);
  const variances = ownVariances.map((own) => own + between);
  const least = (median(variances) ?? 0) / MOST_WEIGHT;
  const precisions = variances.map((variance) => (least > 0 ? 1 / Math.max(variance, least) : 1));
  const mean = precisions.reduce((sum, precision) => sum + precision, 0) / precisions.length;
  return { values, ownVariances, weights: precisions.map((precision) => precision / mean) };
}

function varianceBetween(values: Float64Array, ownVariances: Float64Array): number {
  if (values.length < 2) return 0;
  const steps = values.subarray(1).map((value, index) => Math.abs(value - at(values, index)));
  const total = (SD_PER_MAD * (median(steps) ?? 0)) ** 2 / 2;
  return Math.max(0, total - (median(ownVariances) ?? 0));
}
