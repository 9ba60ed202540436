import { at, type Sorted } from './samples.ts';

/** How the n * m pairs of one sample from a and one from b compare. */
export type Dominance = {
  /** Pairs with a > b. */
  readonly greater: number;
  readonly equal: number;
  /** Pairs with a < b. */
  readonly less: number;
  /** Sum over the groups of equal values among all samples of t^3 - t, t being the size of the group; 0 without ties. */
  readonly tieTerm: number;
};

/** Compares all pairs by merging the two ascending arrays: O(n + m), and exact up to 2^53 pairs. */
export function compareAll(a: Sorted, b: Sorted): Dominance {
  const [left, right] = [a.values, b.values];
  let [i, j, greater, equal, tieTerm] = [0, 0, 0, 0, 0];
  while (i < left.length || j < right.length) {
    const value = nextValue(left, i, right, j);
    const leftEnd = endOfRun(left, i, value);
    const rightEnd = endOfRun(right, j, value);
    const [leftTies, rightTies] = [leftEnd - i, rightEnd - j];
    greater += leftTies * j;
    equal += leftTies * rightTies;
    tieTerm += (leftTies + rightTies) ** 3 - (leftTies + rightTies);
    [i, j] = [leftEnd, rightEnd];
  }
  return { greater, equal, less: left.length * right.length - greater - equal, tieTerm };
}

function nextValue(left: Float64Array, i: number, right: Float64Array, j: number): number {
  if (i === left.length) return at(right, j);
  if (j === right.length) return at(left, i);
  return Math.min(at(left, i), at(right, j));
}

function endOfRun(ascending: Float64Array, start: number, value: number): number {
  let end = start;
  while (end < ascending.length && at(ascending, end) === value) end++;
  return end;
}
