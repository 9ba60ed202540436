import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mad, median, quantile } from './quantile.ts';
import { createRandom } from './random.ts';

const X = [3.2, 1.5, 9.9, 4.4, 7.1, 2.8];
const integers = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 1 });

describe('quantile()', () => {
  it.each([
    // R: quantile(c(3.2, 1.5, 9.9, 4.4, 7.1, 2.8), q, type = 7)
    [0, 1.5],
    [0.1, 2.15],
    [0.25, 2.9],
    [0.5, 3.8],
    [0.9, 8.5],
    [0.99, 9.76],
    [1, 9.9],
  ])('of q = %d is that of R', (q, expected) => {
    expect(quantile(X, q)).toBeCloseTo(expected, 12);
  });

  it('does not depend on the order and follows shift and scale', () => {
    fc.assert(
      fc.property(integers, fc.integer(), fc.double({ min: 0, max: 1, noNaN: true }), (x, seed, q) => {
        const value = quantile(x, q) ?? Number.NaN;
        expect(quantile(createRandom(seed).shuffle(x), q)).toBe(value);
        expect(
          quantile(
            x.map((v) => 4 * v - 7),
            q,
          ),
        ).toBeCloseTo(4 * value - 7, 8);
        expect(value).toBeGreaterThanOrEqual(Math.min(...x));
        expect(value).toBeLessThanOrEqual(Math.max(...x));
      }),
    );
  });

  it('of no samples is null', () => expect(quantile([], 0.5)).toBeNull());
  it.each([-0.1, 1.1, Number.NaN])('refuses q = %d', (q) => expect(() => quantile(X, q)).toThrow(RangeError));
});

describe('median() and mad()', () => {
  it('are those of R', () => {
    expect(median(X)).toBeCloseTo(3.8, 12); // R: median(x)
    expect(mad(X)).toBeCloseTo(1.65, 12); // R: mad(x, constant = 1)
    expect(mad([12.1, 9.8, 15.3, 11.4, 10.9, 13.7, 14.2, 9.1])).toBeCloseTo(1.95, 12); // R: mad(a, constant = 1)
  });

  it('mad() is the median of the absolute deviations', () => {
    fc.assert(
      fc.property(integers, (x) => {
        const centre = median(x) ?? Number.NaN;
        expect(mad(x)).toBe(median(x.map((value) => Math.abs(value - centre))));
      }),
    );
  });

  it('of no samples are null, of equal samples the sample and 0', () => {
    expect([median([]), mad([])]).toEqual([null, null]);
    expect([median([4, 4, 4, 4]), mad([4, 4, 4, 4])]).toEqual([4, 0]);
  });
});
