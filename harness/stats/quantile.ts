import { quantileSorted } from 'simple-statistics';
import { at, type Samples, type Sorted, sort } from './samples.ts';

/**
 * The quantile of type 7 of Hyndman & Fan, "Sample quantiles in statistical packages", Am. Stat. 50(4), 1996,
 * doi:10.1080/00031305.1996.10473566: linear between the two samples around position (n - 1) q. It is the default
 * of R and NumPy. In the unit of the samples; `null` when there are none.
 * @throws RangeError for q outside [0, 1].
 */
export function quantile(samples: Samples | Sorted, q: number): number | null {
  if (!(q >= 0 && q <= 1)) throw new RangeError(`quantile(${q}): q must be between 0 and 1`);
  const { values } = sort(samples);
  return values.length === 0 ? null : quantileOf(values, q);
}

/** The middle sample, or the mean of the two middle ones. `null` when there are none. */
export const median = (samples: Samples | Sorted): number | null => quantile(samples, 0.5);

/** The type 7 quantile of an ascending, non-empty array. */
export const quantileOf = (ascending: Float64Array, q: number): number =>
  // quantileSorted only reads `length` and indices, though its type asks for an array.
  quantileSorted(ascending as unknown as readonly number[], q);

/**
 * The median absolute deviation from the median, raw: not multiplied by 1.4826, so it is in the unit of the samples
 * and assumes nothing about their distribution. `null` when there are none. O(n) for `Sorted` samples.
 */
export function mad(samples: Samples | Sorted): number | null {
  const { values } = sort(samples);
  return values.length === 0 ? null : quantileOf(sortedDeviations(values, quantileOf(values, 0.5)), 0.5);
}

/**
 * |x - centre| of every sample in ascending order: the deviations to the left and to the right of the centre are two
 * ascending rows, which this merges.
 */
function sortedDeviations(ascending: Float64Array, centre: number): Float64Array {
  const deviations = new Float64Array(ascending.length);
  let right = ascending.findIndex((value) => value >= centre);
  let left = right - 1;
  for (let i = 0; i < deviations.length; i++) {
    const leftDeviation = left >= 0 ? centre - at(ascending, left) : Number.POSITIVE_INFINITY;
    const rightDeviation =
      right < ascending.length ? at(ascending, right) - centre : Number.POSITIVE_INFINITY;
    if (leftDeviation < rightDeviation) left--;
    else right++;
    deviations[i] = Math.min(leftDeviation, rightDeviation);
  }
  return deviations;
}
