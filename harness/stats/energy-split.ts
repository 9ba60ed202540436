import { at } from './samples.ts';

/** Values in the order of time, and how much each counts. */
export interface Weighted {
  readonly values: Float64Array;
  readonly weights: Float64Array;
}

/** The samples of [from, at) and of [at, end) are as different as any two neighbouring stretches of the range are. */
export interface Split {
  readonly at: number;
  readonly end: number;
  /** The scaled energy distance between the two, in the unit of the values. */
  readonly q: number;
}

/**
 * The pair (at, end) in [from, to) with the largest scaled energy distance between [from, at) and [at, end), both of
 * `least` values or more: Q of Matteson & James, "A nonparametric approach for multiple change point analysis of
 * multivariate data", JASA 109(505), 2014, doi:10.1080/01621459.2013.849605, equation 7, with exponent 1. With weights, every
 * pair counts with the product of its weights, and a group's size is the sum of them; with equal weights of 1 it is theirs.
 * `null` when the range is too short or nothing in it differs. O(n^2) time, O(n) memory.
 */
export function bestSplit(
  { values, weights }: Weighted,
  from: number,
  to: number,
  least: number,
): Split | null {
  const range = values.subarray(from, to);
  const sums = new PairSums(range, weights.subarray(from, to));
  let best: Split | null = null;
  for (let end = 1; end <= range.length; end += 1) {
    sums.append(end - 1);
    for (let split = least; split <= end - least; split += 1) {
      const q = sums.q(split, end);
      if (q > (best?.q ?? 0)) best = { at: from + split, end: from + end, q };
    }
  }
  return best;
}

/** Weighted sums of |x - y| over the pairs within and between stretches, kept up as the last stretch grows. */
class PairSums {
  readonly #values: Float64Array;
  readonly #weights: Float64Array;
  /** By start: the sum over the pairs of [start, end). */
  readonly #from: Float64Array;
  /** By end: the sum over the pairs of [0, end), the weights, and the pairs of weights of it. */
  readonly #upTo: Float64Array;
  readonly #weight: Float64Array;
  readonly #square: Float64Array;

  constructor(values: Float64Array, weights: Float64Array) {
    this.#values = values;
    this.#weights = weights;
    this.#from = new Float64Array(values.length);
    [this.#upTo, this.#weight, this.#square] = [0, 1, 2].map(() => new Float64Array(values.length + 1)) as [
      Float64Array,
      Float64Array,
      Float64Array,
    ];
  }

  /** Takes the value at `index`, which is the next one. */
  append(index: number): void {
    const [value, weight] = [at(this.#values, index), at(this.#weights, index)];
    let sum = 0;
    for (let start = index - 1; start >= 0; start -= 1) {
      sum += weight * at(this.#weights, start) * Math.abs(value - at(this.#values, start));
      this.#from[start] = at(this.#from, start) + sum;
    }
    this.#upTo[index + 1] = at(this.#from, 0);
    this.#weight[index + 1] = at(this.#weight, index) + weight;
    this.#square[index + 1] = at(this.#square, index) + weight ** 2;
  }

  /** [0, split) against [split, end), `end` being what was appended so far. */
  q(split: number, end: number): number {
    const left = at(this.#weight, split);
    const right = at(this.#weight, end) - left;
    const [withinLeft, withinRight] = [at(this.#upTo, split), at(this.#from, split)];
    const between = at(this.#upTo, end) - withinLeft - withinRight;
    const leftPairs = (left ** 2 - at(this.#square, split)) / 2;
    const rightPairs = (right ** 2 - (at(this.#square, end) - at(this.#square, split))) / 2;
    const distance =
      (2 * between) / (left * right) - mean(withinLeft, leftPairs) - mean(withinRight, rightPairs);
    return ((left * right) / (left + right)) * distance;
  }
}

/** A single value has no pairs, and no distance to itself. */
const mean = (sum: number, pairs: number): number => (sum === 0 ? 0 : sum / pairs);
