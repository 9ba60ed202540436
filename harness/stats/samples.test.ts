import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bcaInterval } from './bootstrap.ts';
import { cliffsDelta } from './cliffs-delta.ts';
import { equivalence } from './equivalence.ts';
import { hodgesLehmann, pairedShift } from './hodges-lehmann.ts';
import { medianInterval, quantileInterval } from './interval.ts';
import { mannWhitney } from './mann-whitney.ts';
import { pairedOverhead } from './paired.ts';
import { mad, median, quantile } from './quantile.ts';
import { createRandom } from './random.ts';
import { type Samples, Sorted, sort } from './samples.ts';
import { wilcoxonSignedRank } from './signed-rank.ts';

/** Every public function of samples, called with one set of samples (twice where it takes two). */
const FUNCTIONS: Record<string, (samples: Samples) => unknown> = {
  median,
  mad,
  quantile: (x) => quantile(x, 0.9),
  medianInterval: (x) => medianInterval(x),
  quantileInterval: (x) => quantileInterval(x, 0.9),
  bcaInterval: (x) => bcaInterval(x, (y) => median(y) ?? 0, { random: createRandom(1), resamples: 50 }),
  pairedOverhead: (x) => pairedOverhead(x, x),
  hodgesLehmann: (x) => hodgesLehmann(x, x),
  pairedShift: (x) => pairedShift(x, x),
  mannWhitney: (x) => mannWhitney(x, x),
  wilcoxonSignedRank: (x) => wilcoxonSignedRank(x, x),
  cliffsDelta: (x) => cliffsDelta(x, x),
  equivalence: (x) => equivalence(x, x, { delta: 1, design: 'paired' }),
};

const numbersIn = (value: unknown): number[] => {
  if (typeof value === 'number') return [value];
  return value !== null && typeof value === 'object' ? Object.values(value).flatMap(numbersIn) : [];
};

describe.each(Object.entries(FUNCTIONS))('%s()', (_, call) => {
  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 2e150])(
    'refuses the sample %d by name',
    (bad) => {
      expect(() => call([3, bad, 1])).toThrow(RangeError);
      expect(() => call([3, bad, 1])).toThrow(`[1] is ${bad}`);
    },
  );

  it.each([
    ['no sample', []],
    ['one sample', [5]],
    ['equal samples', [5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5]],
    [
      'the largest samples allowed',
      [1e150, -1e150, 1e150, -1e150, 1e150, -1e150, 1e150, -1e150, 1e150, 1e150],
    ],
  ])('gives finite numbers or null for %s', (_case, samples) => {
    expect(numbersIn(call(samples)).every(Number.isFinite)).toBe(true);
  });

  it('leaves its input as it is and accepts a Float64Array', () => {
    const samples = [4, 1, 3, 2, 9, 7, 8, 6, 5, 0];
    const typed = Float64Array.from(samples);
    expect(call(typed)).toEqual(call(samples));
    expect([...typed]).toEqual(samples);
    expect(samples).toEqual([4, 1, 3, 2, 9, 7, 8, 6, 5, 0]);
  });

  it('gives finite numbers or null for any samples', () => {
    const sample = fc.double({ min: -1e150, max: 1e150, noNaN: true });
    fc.assert(
      fc.property(fc.array(sample, { maxLength: 70 }), (samples) =>
        numbersIn(call(samples)).every(Number.isFinite),
      ),
      { numRuns: 60 },
    );
  });
});

describe('Sorted', () => {
  it('is sorted once and passed through', () => {
    const sorted = sort([3, 1, 2]);
    expect([...sorted.values]).toEqual([1, 2, 3]);
    expect(sort(sorted)).toBe(sorted);
    expect(sorted).toBeInstanceOf(Sorted);
  });
});
