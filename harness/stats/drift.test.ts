import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { driftVariance } from './drift.ts';
import { createRandom } from './random.ts';

/** Standard normal, by Box and Muller. */
function normals(n: number, seed: number): number[] {
  const random = createRandom(seed);
  return Array.from(
    { length: n },
    () => Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next()),
  );
}

const meanOf = (runs: number, draw: (run: number) => number): number =>
  Array.from({ length: runs }, (_, run) => draw(run)).reduce((sum, value) => sum + value, 0) / runs;

describe('the variance by drift', () => {
  test('is 0 when there are too few samples to tell', () => {
    expect(driftVariance([])).toBe(0);
    expect(driftVariance([1, 9, 1, 9, 1, 9, 1])).toBe(0);
  });

  test('is 0 of equal samples', () => {
    expect(driftVariance(Array(40).fill(5))).toBe(0);
  });

  test('is that of the levels, when nothing else varies', () => {
    // Levels 0..4 in five parts: variance 10/4.
    expect(driftVariance(Array.from({ length: 50 }, (_, i) => Math.floor(i / 10)))).toBeCloseTo(2.5, 12);
  });

  test('of samples that do not drift is less than the variance of a part by chance', () => {
    // pi/2 / 20 = 0.079 is the variance of a part's median; a positive part of noise around 0 remains.
    expect(meanOf(400, (run) => driftVariance(normals(100, run)))).toBeLessThan(0.035);
  });

  test('of samples around five levels is about the variance of the levels', () => {
    const estimate = meanOf(400, (run) => {
      const levels = normals(5, 1000 + run).map((level) => 2 * level);
      return driftVariance(normals(100, run).map((value, i) => value + (levels[Math.floor(i / 20)] ?? 0)));
    });
    expect(estimate).toBeGreaterThan(3.6);
    expect(estimate).toBeLessThan(4.4);
  });

  test('is finite, never negative, and moves neither with the level nor with the sign', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1e6, max: 1e6 }), { maxLength: 80 }), (samples) => {
        const drift = driftVariance(samples);
        expect(Number.isFinite(drift) && drift >= 0).toBe(true);
        expect(driftVariance(samples.map((value) => -value))).toBeCloseTo(drift, 3);
        expect(driftVariance(samples.map((value) => value + 1000))).toBeCloseTo(drift, 3);
      }),
    );
  });
});
