import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { medianInterval, quantileInterval } from './interval.ts';
import { median, quantile } from './quantile.ts';
import { createRandom } from './random.ts';
import { sort } from './samples.ts';

const samples = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 6, maxLength: 120 });

describe('medianInterval()', () => {
  it('is the range for six samples', () => {
    expect(medianInterval([6, 4, 1, 3, 5, 2])).toEqual({
      interval: { low: 1, high: 6, level: 0.95, method: 'order-statistic' },
      reason: null,
    });
  });

  it.each([0, 1, 5])('is null with a reason for %d samples', (n) => {
    expect(medianInterval(new Array(n).fill(1))).toEqual({
      interval: null,
      reason: 'fewer than 6 samples: no 95 % interval exists',
    });
  });

  it('names the level it cannot reach', () => {
    expect(medianInterval([1, 2, 3, 4], { level: 0.9 }).reason).toBe(
      'fewer than 5 samples: no 90 % interval exists',
    );
  });

  it('is a point for equal samples', () => {
    expect(medianInterval([7, 7, 7, 7, 7, 7]).interval).toMatchObject({ low: 7, high: 7 });
  });

  it('contains the median, ignores the order and follows shift and scale', () => {
    fc.assert(
      fc.property(samples, fc.integer(), (x, seed) => {
        const { interval } = medianInterval(x);
        const { low, high } = interval ?? { low: Number.NaN, high: Number.NaN };
        const middle = median(x) ?? Number.NaN;
        expect(low <= middle && middle <= high).toBe(true);
        expect(medianInterval(createRandom(seed).shuffle(x)).interval).toEqual(interval);
        expect(medianInterval(x.map((v) => 3 * v + 11)).interval).toMatchObject({
          low: 3 * low + 11,
          high: 3 * high + 11,
        });
      }),
    );
  });

  it('grows with the level', () => {
    fc.assert(
      fc.property(samples, (x) => {
        const [narrow, wide] = [medianInterval(x, { level: 0.8 }).interval, medianInterval(x).interval];
        return narrow !== null && wide !== null && wide.low <= narrow.low && narrow.high <= wide.high;
      }),
    );
  });

  it.each([0, 1, -1, 95, Number.NaN])('refuses the level %d', (level) => {
    expect(() => medianInterval([1, 2, 3, 4, 5, 6], { level })).toThrow(RangeError);
  });
});

describe('quantileInterval()', () => {
  it('takes the samples at the ranks of R', () => {
    const x = Array.from({ length: 1000 }, (_, i) => 1000 - i);
    // R: qbinom(c(0.025, 0.975), 1000, 0.99) + c(0, 1) are 983 and 997
    expect(quantileInterval(x, 0.99).interval).toMatchObject({ low: 983, high: 997 });
    expect(quantileInterval(sort(x), 0.99)).toEqual(quantileInterval(x, 0.99));
  });

  it('contains the quantile', () => {
    fc.assert(
      fc.property(samples, fc.double({ min: 0.05, max: 0.95, noNaN: true }), (x, q) => {
        const { interval } = quantileInterval(x, q);
        const value = quantile(x, q) ?? Number.NaN;
        return interval === null || (interval.low <= value && value <= interval.high);
      }),
    );
  });

  it('says how many samples a tail needs', () => {
    expect(quantileInterval(new Array(367).fill(1), 0.99).reason).toBe(
      'fewer than 368 samples: no 95 % interval exists',
    );
  });

  it.each([0, 1, Number.NaN])('refuses q = %d', (q) => {
    expect(() => quantileInterval([1, 2], q)).toThrow(RangeError);
  });
});
