import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { A8, A60, B7, B60, expectEstimate, TIED_A30, TIED_B25 } from './fixtures.ts';
import { hodgesLehmann } from './hodges-lehmann.ts';
import { createRandom } from './random.ts';
import { sort } from './samples.ts';

const integers = fc.array(fc.integer({ min: -500, max: 500 }), { minLength: 6, maxLength: 70 });
describe('hodgesLehmann()', () => {
  it('is that of R where R is exact', () => {
    // R: wilcox.test(a, b, conf.int = TRUE, exact = TRUE), and with conf.level = 0.9
    expectEstimate(hodgesLehmann(A8, B7), 2.5, 0.3, 5.1);
    expectEstimate(hodgesLehmann(A8, B7, { level: 0.9 }), 2.5, 0.8, 4.3);
    // R: wilcox.test(a60[1:40], b60[1:45], conf.int = TRUE, exact = TRUE)
    expectEstimate(hodgesLehmann(A60.slice(0, 40), B60.slice(0, 45)), -8.7, -27.8, 10.8);
    // R: wilcox.test(a60[1:49], b60[1:49], conf.int = TRUE, exact = TRUE)
    expectEstimate(hodgesLehmann(A60.slice(0, 49), B60.slice(0, 49)), -9.6, -27.2, 8.9);
    expect(hodgesLehmann(A8, B7).interval?.method).toBe('mann-whitney-exact');
  });

  it('is that of R where R approximates', () => {
    // R: wilcox.test(a60, b60, conf.int = TRUE, tol.root = 1e-10)$conf.int and median(outer(a60, b60, '-'))
    const shift = hodgesLehmann(A60, B60);
    expectEstimate(shift, -12.35, -28.4, 3.7, 9);
    expect(shift.interval?.method).toBe('mann-whitney-normal');
  });

  it('with ties keeps the exact ranks, and the interval of R', () => {
    // R: wilcox.test(ta, tb, conf.int = TRUE, exact = FALSE, tol.root = 1e-10)$conf.int, median(outer(ta, tb, '-'))
    expectEstimate(hodgesLehmann(TIED_A30, TIED_B25), -4, -7, 0, 9);
    // R: the same of round(a) and round(b)
    expectEstimate(hodgesLehmann(A8.map(Math.round), B7.map(Math.round)), 2, 0, 5, 9);
  });

  it('is null with a reason where no interval exists', () => {
    // 2 / choose(6, 3) = 0.1: three and three samples reach 90 %, not 95 %
    const [a, b] = [
      [5, 6, 7],
      [1, 2, 3],
    ];
    expect(hodgesLehmann(a, b)).toEqual({
      estimate: 4,
      interval: null,
      reason: 'too few samples: no 95 % interval exists',
    });
    expect(hodgesLehmann(a, b, { level: 0.9 }).interval).toMatchObject({ low: 2, high: 6 });
    expect(hodgesLehmann([], b)).toMatchObject({ estimate: null, interval: null });
  });

  it('contains its estimate, ignores order, and follows shifts of either group and scale', () => {
    fc.assert(
      fc.property(integers, integers, fc.integer({ min: -50, max: 50 }), (a, b, by) => {
        const plain = hodgesLehmann(a, b);
        const { low, high } = plain.interval ?? { low: 0, high: 0 };
        const estimate = plain.estimate ?? Number.NaN;
        expect(low <= estimate && estimate <= high).toBe(true);
        const { shuffle } = createRandom(by);
        expect(hodgesLehmann(shuffle(a), sort(b))).toEqual(plain);
        expectEstimate(
          hodgesLehmann(
            a.map((x) => x + by),
            b,
          ),
          estimate + by,
          low + by,
          high + by,
        );
        expectEstimate(
          hodgesLehmann(
            a,
            b.map((x) => x + by),
          ),
          estimate - by,
          low - by,
          high - by,
        );
        expectEstimate(
          hodgesLehmann(
            a.map((x) => x * 4),
            b.map((x) => x * 4),
          ),
          4 * estimate,
          4 * low,
          4 * high,
        );
        expectEstimate(hodgesLehmann(b, a), -estimate, -high, -low);
      }),
    );
  });

  it('handles 500,000 samples against 500,000, whose differences would fill 2 TB', () => {
    const n = 500_000;
    const { shuffle } = createRandom(1);
    const line = Array.from({ length: n }, (_, i) => i);
    const { estimate, interval } = hodgesLehmann(
      shuffle(line).map((x) => x + 777),
      shuffle(line),
    );
    expect(estimate).toBe(777);
    // P(D <= d) of the triangular distribution on (-n, n) near its centre is 1/2 + d/n; R: qnorm(0.975) = 1.959964
    const halfWidth = n * 1.959964 * Math.sqrt((2 * n + 1) / (12 * n * n));
    expect(Math.abs((interval?.high ?? 0) - 777 - halfWidth)).toBeLessThan(2);
    expect(Math.abs(777 - (interval?.low ?? 0) - halfWidth)).toBeLessThan(2);
  });
});
