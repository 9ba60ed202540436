import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { A8, A60, B7, B60, TIED_A30, TIED_B25 } from './fixtures.ts';
import { mannWhitney } from './mann-whitney.ts';
import { createRandom } from './random.ts';
import { sort } from './samples.ts';

const groups = fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 1, maxLength: 70 });

describe('mannWhitney()', () => {
  it.each([
    // R: wilcox.test(a, b, exact = TRUE); SciPy: mannwhitneyu(a, b, method='exact')
    ['8 v 7, exact', A8, B7, 47, 0.028904428904428903, 'exact'],
    // R: wilcox.test(a60[1:40], b60[1:45], exact = TRUE)
    ['40 v 45, exact', A60.slice(0, 40), B60.slice(0, 45), 800, 0.38291241769972062, 'exact'],
    // R: wilcox.test(a60[1:49], b60[1:49], exact = TRUE)
    ['49 v 49, exact', A60.slice(0, 49), B60.slice(0, 49), 1059, 0.31792094237697888, 'exact'],
    // R: wilcox.test(a60, b60)
    ['60 v 60, normal', A60, B60, 1515, 0.13537496597596224, 'normal'],
    // R: wilcox.test(ta, tb, exact = FALSE)
    ['30 v 25 with ties, normal', TIED_A30, TIED_B25, 250, 0.0351554757968476, 'normal'],
    // R: wilcox.test(round(a), round(b), exact = FALSE); SciPy: mannwhitneyu(..., method='asymptotic')
    ['8 v 7 with ties, normal', A8.map(Math.round), B7.map(Math.round), 46.5, 0.03472359738430305, 'normal'],
  ] as const)('is that of R for %s', (_, a, b, u, p, method) => {
    const test = mannWhitney(a, b);
    expect(test).toMatchObject({ statistic: u, method });
    expect(Math.abs((test.p ?? 0) / p - 1)).toBeLessThan(1e-11);
  });

  it('is null with a reason for an empty group', () => {
    expect(mannWhitney([], [1]).p).toBeNull();
    expect(mannWhitney([1], []).reason).toBe('a group has no samples');
  });

  it('has p = 1 for equal samples', () => expect(mannWhitney([3, 3], [3, 3, 3]).p).toBe(1));

  it('depends on ranks only, not on order, and not on which group is first', () => {
    fc.assert(
      fc.property(groups, groups, fc.integer(), (a, b, seed) => {
        const test = mannWhitney(a, b);
        const { shuffle } = createRandom(seed);
        expect(mannWhitney(shuffle(a), shuffle(b))).toEqual(test);
        expect(mannWhitney(sort(a), sort(b))).toEqual(test);
        expect(
          mannWhitney(
            a.map((x) => x ** 3 - 5),
            b.map((x) => x ** 3 - 5),
          ),
        ).toEqual(test);
        const swapped = mannWhitney(b, a);
        expect((swapped.statistic ?? 0) + (test.statistic ?? 0)).toBe(a.length * b.length);
        expect(swapped.p ?? 0).toBeCloseTo(test.p ?? 0, 12);
        expect(test.p).toBeGreaterThanOrEqual(0);
        expect(test.p).toBeLessThanOrEqual(1);
      }),
    );
  });
});
