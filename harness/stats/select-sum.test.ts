import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from './random.ts';
import { createSumSelector } from './select-sum.ts';
import { nextBelow, type SumMatrix, sumCount } from './sum-matrix.ts';

const allSums = ({ rows, columns, triangle }: SumMatrix): Float64Array =>
  Float64Array.from(
    [...rows].flatMap((row, i) => [...columns.slice(triangle ? i : 0)].map((column) => row + column)),
  ).sort();

/** Ascending values; the narrower the range, the more ties. */
const line = (seed: number, length: number, range: number): Float64Array => {
  const random = createRandom(seed);
  return Float64Array.from({ length }, () =>
    range === 0 ? random.next() : random.int(range) - range / 2,
  ).sort();
};

// 70,000 sums and more take the sampled rounds, fewer are written down at once.
describe.each([
  ['10 x 15', 10, 15],
  ['1 x 90,000', 1, 90_000],
  ['300 x 300', 300, 300],
  ['700 x 110', 700, 110],
])('createSumSelector() over %s', (_, n, m) => {
  it.each([0, 1, 2, 3, 50, 100_000])('finds what sorting finds, integers below %d (0: reals)', (range) => {
    const matrix = { rows: line(1, n, range), columns: line(2, m, range), triangle: false };
    const [sorted, selector, count] = [allSums(matrix), createSumSelector(matrix), sumCount(matrix)];
    const positions = [0, 1, Math.floor(count / 40), Math.floor(count / 3), count >> 1, count - 2, count - 1];
    expect(positions.map(selector.select)).toEqual(positions.map((k) => sorted[k]));
    const [low, high] = [sorted[Math.ceil(count / 2) - 1] ?? 0, sorted[Math.floor(count / 2)] ?? 0];
    expect(selector.median()).toBe(low + (high - low) / 2);
  });
});

it.each([0, 1, 2, 3, 50, 100_000])('finds the sums of a triangle, integers below %d (0: reals)', (range) => {
  for (const n of [1, 2, 20, 401, 600]) {
    const rows = line(3, n, range);
    const matrix = { rows, columns: rows, triangle: true };
    const [sorted, selector, count] = [allSums(matrix), createSumSelector(matrix), sumCount(matrix)];
    const positions = [0, Math.floor(count / 40), Math.floor(count / 3), count >> 1, count - 1];
    expect(positions.map(selector.select)).toEqual(positions.map((k) => sorted[k]));
    const [low, high] = [sorted[Math.ceil(count / 2) - 1] ?? 0, sorted[Math.floor(count / 2)] ?? 0];
    expect(selector.median()).toBe(low + (high - low) / 2);
  }
});

it('finds any position of any matrix', () => {
  const values = fc.array(
    fc.oneof(fc.integer({ min: -3, max: 3 }), fc.double({ min: -10, max: 10, noNaN: true })),
    {
      minLength: 260,
      maxLength: 300,
    },
  );
  fc.assert(
    fc.property(values, values, fc.double({ min: 0, max: 0.999, noNaN: true }), (a, b, q) => {
      const matrix = {
        rows: Float64Array.from(a).sort(),
        columns: Float64Array.from(b).sort(),
        triangle: false,
      };
      const k = Math.floor(q * sumCount(matrix));
      expect(createSumSelector(matrix).select(k) - (allSums(matrix)[k] ?? Number.NaN)).toBe(0);
    }),
    { numRuns: 40 },
  );
});

it('nextBelow() leaves no double between', () => {
  expect(nextBelow(0)).toBe(-Number.MIN_VALUE);
  expect(nextBelow(Number.MIN_VALUE)).toBe(0);
  expect(nextBelow(1)).toBe(1 - Number.EPSILON / 2);
  expect(nextBelow(-1)).toBe(-1 - Number.EPSILON);
});
