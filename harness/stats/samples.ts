/** Samples in the order in which they were taken, all in one unit. */
export type Samples = readonly number[] | Float64Array;

/**
 * Above this magnitude a difference or a square of samples could overflow to Infinity. No time in nanoseconds
 * and no size in bytes comes near it, so such a sample is a mistake and is refused like NaN.
 */
const MAX_MAGNITUDE = 1e150;

/**
 * Copies samples into a typed array.
 * @throws RangeError naming the first sample that is NaN, infinite or beyond ±1e150.
 */
export function toFloat64(samples: Samples, name = 'samples'): Float64Array {
  const values = Float64Array.from(samples);
  const bad = values.findIndex((value) => !(Math.abs(value) <= MAX_MAGNITUDE));
  if (bad >= 0)
    throw new RangeError(`${name}[${bad}] is ${samples[bad]}: a sample is a number within ±1e150`);
  return values;
}

/** Samples in ascending order. Sorting once and passing this on saves every function below its own sort. */
export class Sorted {
  readonly values: Float64Array;

  private constructor(values: Float64Array) {
    this.values = values;
  }

  static of(samples: Samples, name = 'samples'): Sorted {
    return new Sorted(toFloat64(samples, name).sort());
  }

  get length(): number {
    return this.values.length;
  }
}

/** The samples in ascending order; O(n log n), or free when they already are `Sorted`. The input stays as it is. */
export const sort = (samples: Samples | Sorted, name?: string): Sorted =>
  samples instanceof Sorted ? samples : Sorted.of(samples, name);

/** `values[index]` without a hole in the type. An index outside the array is our bug, so it throws. */
export function at(values: Float64Array, index: number): number {
  const value = values[index];
  if (value === undefined) throw new Error(`index ${index} is outside 0..${values.length - 1}`);
  return value;
}
