import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bestSplit } from './energy-split.ts';

/** Equations 5 and 7 of Matteson & James as they stand, with exponent 1. */
function q(x: readonly number[], y: readonly number[]): number {
  const [n, m] = [x.length, y.length];
  const between = x.flatMap((a) => y.map((b) => Math.abs(a - b))).reduce((sum, one) => sum + one, 0);
  const within = (side: readonly number[]): number =>
    side.flatMap((a, i) => side.slice(i + 1).map((b) => Math.abs(a - b))).reduce((sum, one) => sum + one, 0);
  const pairs = (size: number): number => (size * (size - 1)) / 2;
  return ((n * m) / (n + m)) * ((2 * between) / (n * m) - within(x) / pairs(n) - within(y) / pairs(m));
}

test('finds the pair of places with the largest distance that trying all of them finds', () => {
  const values = fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 4, maxLength: 20 });
  fc.assert(
    fc.property(values, (all) => {
      let best = 0;
      for (let split = 2; split <= all.length - 2; split += 1)
        for (let end = split + 2; end <= all.length; end += 1)
          best = Math.max(best, q(all.slice(0, split), all.slice(split, end)));
      const weights = new Float64Array(all.length).fill(1);
      const found = bestSplit({ values: Float64Array.from(all), weights }, 0, all.length, 2);
      expect(found?.q ?? 0).toBeCloseTo(best, 9);
      if (found) expect(q(all.slice(0, found.at), all.slice(found.at, found.end))).toBeCloseTo(best, 9);
    }),
  );
});

test('is null where nothing differs, and where the range is too short', () => {
  const points = { values: new Float64Array(10).fill(2), weights: new Float64Array(10).fill(1) };
  expect(bestSplit(points, 0, 10, 2)).toBeNull();
  expect(
    bestSplit({ ...points, values: Float64Array.from({ length: 10 }, (_, i) => i) }, 0, 3, 2),
  ).toBeNull();
});
