import { type Estimate, type IntervalOptions, levelOf, noInterval } from './interval.ts';
import { normalCdf, normalQuantile } from './normal.ts';
import { quantileOf } from './quantile.ts';
import type { Random } from './random.ts';
import { at, type Samples, toFloat64 } from './samples.ts';

export type BootstrapOptions = IntervalOptions & {
  readonly random: Random;
  /** Resamples to draw, 9,999 unless told, 50 at least. */
  readonly resamples?: number;
};

/** A number in any unit from samples. The array is reused between calls: do not keep or change it. */
export type Statistic = (samples: Float64Array) => number;

/** Below this the bootstrap sees too few distinct resamples to come near its level; see `bcaInterval`. */
export const MINIMUM_BOOTSTRAP_SAMPLES = 10;

/**
 * The bias-corrected and accelerated (BCa) bootstrap interval of any statistic, with the jackknife acceleration.
 * Efron, "Better bootstrap confidence intervals", JASA 82(397), 1987, doi:10.1080/01621459.1987.10478410; formulas
 * 14.9-14.15 of Efron & Tibshirani, An Introduction to the Bootstrap, 1993. Calls the statistic resamples + n + 1 times.
 * For medians and quantiles use `medianInterval` and `quantileInterval`, which keep their level.
 * Share of 95 % intervals that held the mean of a lognormal population (sigma 0.5): 0.88 at n = 10, 0.91 at 20, 0.94 at 50.
 * @throws RangeError when the statistic gives NaN or Infinity.
 */
export function bcaInterval(samples: Samples, statistic: Statistic, options: BootstrapOptions): Estimate {
  const level = levelOf(options);
  const values = toFloat64(samples);
  const n = values.length;
  if (n === 0) return { estimate: null, ...noInterval('no samples', level) };
  const estimate = evaluate(statistic, values.slice());
  if (n < MINIMUM_BOOTSTRAP_SAMPLES) {
    return { estimate, ...noInterval(`fewer than ${MINIMUM_BOOTSTRAP_SAMPLES} samples`, level) };
  }
  const replicates = resample(values, statistic, options);
  if (at(replicates, 0) === estimate && at(replicates, replicates.length - 1) === estimate) {
    return { estimate, interval: { low: estimate, high: estimate, level, method: 'constant' }, reason: null };
  }
  const cuts = bcaLevels(replicates, estimate, jackknife(values, statistic), level);
  if (cuts === null)
    return { estimate, ...noInterval('the estimate lies at the edge of its bootstrap distribution', level) };
  const [low, high] = [quantileOf(replicates, cuts.low), quantileOf(replicates, cuts.high)];
  return { estimate, interval: { low, high, level, method: 'bca' }, reason: null };
}

/** The statistic of `resamples` samples drawn with replacement, ascending. */
function resample(
  values: Float64Array,
  statistic: Statistic,
  { random, resamples = 9_999 }: BootstrapOptions,
): Float64Array {
  if (!(Number.isInteger(resamples) && resamples >= 50)) {
    throw new RangeError(`resamples is ${resamples}: it must be an integer of 50 or more`);
  }
  const drawn = new Float64Array(values.length);
  return new Float64Array(resamples)
    .map(() => {
      for (let i = 0; i < drawn.length; i++) drawn[i] = at(values, random.int(values.length));
      return evaluate(statistic, drawn);
    })
    .sort();
}

/** The statistic of the samples without the first, without the second, ... */
export function jackknife(values: Float64Array, statistic: Statistic): Float64Array {
  const rest = values.slice(1);
  return values.map((_, left) => {
    if (left > 0) rest[left - 1] = at(values, left - 1);
    return evaluate(statistic, rest);
  });
}

/**
 * The two probabilities at which the ascending bootstrap distribution is cut. `null` when the correction breaks down:
 * no replicate lies on one side of the estimate, or the acceleration turns the normal scale over.
 * Replicates equal to the estimate count half, so that a discrete statistic is not taken for a biased one.
 */
export function bcaLevels(
  replicates: Float64Array,
  estimate: number,
  jackknifed: Float64Array,
  level: number,
): { low: number; high: number } | null {
  const rank = replicates.reduce(
    (sum, value) => sum + (value < estimate ? 1 : value === estimate ? 0.5 : 0),
    0,
  );
  if (rank === 0 || rank === replicates.length) return null;
  const bias = normalQuantile(rank / replicates.length);
  const a = acceleration(jackknifed);
  const cut = (p: number): number | null => {
    const z = bias + normalQuantile(p);
    return a * z < 1 ? normalCdf(bias + z / (1 - a * z)) : null;
  };
  const [low, high] = [cut((1 - level) / 2), cut((1 + level) / 2)];
  return low === null || high === null ? null : { low, high };
}

/** A sixth of the skewness of the jackknife values; 0 when they do not vary. */
function acceleration(jackknifed: Float64Array): number {
  const mean = jackknifed.reduce((sum, value) => sum + value / jackknifed.length, 0);
  const deviations = jackknifed.map((value) => mean - value);
  const scale = deviations.reduce((max, value) => Math.max(max, Math.abs(value)), 0);
  if (scale === 0) return 0;
  const cubes = deviations.reduce((sum, value) => sum + (value / scale) ** 3, 0);
  const squares = deviations.reduce((sum, value) => sum + (value / scale) ** 2, 0);
  return cubes / (6 * squares ** 1.5);
}

function evaluate(statistic: Statistic, samples: Float64Array): number {
  const value = statistic(samples);
  if (!Number.isFinite(value))
    throw new RangeError(`the statistic gave ${value} for ${samples.length} samples`);
  return value;
}
