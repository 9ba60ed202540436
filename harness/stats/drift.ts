import { normalQuantile } from './normal.ts';
import { mad, median } from './quantile.ts';
import { at, type Samples, toFloat64 } from './samples.ts';

const SEGMENTS = 5;
/** The median of fewer says too little about where its part of the run was. */
const LEAST_PER_SEGMENT = 4;
/** The standard deviation over the median absolute deviation, of normal samples. */
export const SD_PER_MAD = 1 / normalQuantile(0.75);

/**
 * How much the level of samples wandered while they were taken, in their order: the variance of the medians of up to
 * five consecutive parts, less what chance alone would make of it (pi/2 sigma^2/m, the variance of a median of m normal
 * samples). It is the method of batch means (Conway, Management Science 10(1), 1963, doi:10.1287/mnsc.10.1.47) with
 * medians, and robust. In the squared unit of the samples; 0 when there are too few to tell, which is below 8.
 */
export function driftVariance(samples: Samples): number {
  const values = toFloat64(samples);
  const segments = Math.min(SEGMENTS, Math.floor(values.length / LEAST_PER_SEGMENT));
  if (segments < 2) return 0;
  const border = (index: number): number => Math.floor((index * values.length) / segments);
  const parts = Array.from({ length: segments }, (_, i) => values.subarray(border(i), border(i + 1)));
  return varianceBeyondChance(parts, values.length / segments);
}

/**
 * How much the levels of groups of samples differ, such as those of several machines: the same of groups that are given.
 * In the squared unit of the samples.
 * @throws RangeError for fewer than two groups, or one of fewer than two samples.
 */
export function levelVariance(groups: readonly Float64Array[]): number {
  if (groups.length < 2 || groups.some(({ length }) => length < 2)) {
    throw new RangeError('levels differ between two groups at least, of two samples each at least');
  }
  // Chance makes 1/m of each variance, so that the mean of sizes is the harmonic one.
  const size = groups.length / groups.reduce((sum, { length }) => sum + 1 / length, 0);
  return varianceBeyondChance(groups, size);
}

function varianceBeyondChance(groups: readonly Float64Array[], size: number): number {
  const medians = Float64Array.from(groups, (group) => median(group) ?? Number.NaN);
  const around = groups.flatMap((group, index) => Array.from(group, (value) => value - at(medians, index)));
  const sigma = SD_PER_MAD * (mad(around) ?? 0);
  const byChance = ((Math.PI / 2) * sigma ** 2 * (size / (size - 1))) / size;
  // Around the first one: the variance of equal medians is then 0, and not what rounding makes of it.
  return Math.max(0, variance(medians.map((value) => value - at(medians, 0))) - byChance);
}

function variance(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
}
