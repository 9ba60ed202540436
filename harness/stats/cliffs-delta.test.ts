import fc from 'fast-check';
import { expect, it } from 'vitest';
import { cliffsDelta } from './cliffs-delta.ts';

const few = fc.array(fc.integer({ min: 0, max: 12 }), { maxLength: 40 });

it.each([
  [[4, 5, 6], [1, 2, 3], 1, 'large'],
  [[1, 2, 3], [4, 5, 6], -1, 'large'],
  [[1, 2, 3], [1, 2, 3], 0, 'negligible'],
  [[5, 5, 5], [5, 5, 5], 0, 'negligible'],
  // by hand: 47 of 56 pairs greater, 9 less (U = 47 in R's wilcox.test)
  [[12.1, 9.8, 15.3, 11.4, 10.9, 13.7, 14.2, 9.1], [8.7, 10.2, 9.5, 7.9, 11.8, 8.3, 9.9], 38 / 56, 'large'],
  // the thresholds of Romano et al. 2006 are 0.147, 0.33 and 0.474
  [[1, 3, 5, 7], [2, 2, 6, 6], 0, 'negligible'],
  [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], [3.5], 0.4, 'medium'],
  [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], [4.5], 0.2, 'small'],
] as const)('cliffsDelta(%j, %j) is %d, %s', (a, b, delta, magnitude) => {
  expect(cliffsDelta(a, b)).toEqual({ delta, magnitude });
});

it('cliffsDelta() turns its sign when the groups are swapped and is null without samples', () => {
  fc.assert(
    fc.property(few, few, (a, b) => {
      const [forward, backward] = [cliffsDelta(a, b), cliffsDelta(b, a)];
      expect(forward === null).toBe(a.length === 0 || b.length === 0);
      expect(forward?.delta ?? 0).toBeCloseTo(-(backward?.delta ?? 0), 15);
      expect(Math.abs(forward?.delta ?? 0)).toBeLessThanOrEqual(1);
    }),
  );
});
