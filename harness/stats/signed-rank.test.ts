import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { A8, A60, B7, B60, TIED_A30, TIED_B25 } from './fixtures.ts';
import { wilcoxonSignedRank } from './signed-rank.ts';

const blocks = fc.array(fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 40 })), {
  minLength: 1,
  maxLength: 70,
});

describe('wilcoxonSignedRank()', () => {
  it.each([
    // R: wilcox.test(a[1:7], b, paired = TRUE, exact = TRUE)
    ['7 blocks, exact', A8.slice(0, 7), B7, 25, 0.078125, 'exact'],
    // R: wilcox.test(a60[1:40], b60[1:40], paired = TRUE, exact = TRUE)
    ['40 blocks, exact', A60.slice(0, 40), B60.slice(0, 40), 339, 0.34716529149409325, 'exact'],
    // R: wilcox.test(a60, b60, paired = TRUE)
    ['60 blocks, normal', A60, B60, 718, 0.1480216001779798, 'normal'],
    // R: wilcox.test(ta[1:25], tb, paired = TRUE, exact = FALSE)
    [
      '25 blocks with ties and a zero, normal',
      TIED_A30.slice(0, 25),
      TIED_B25,
      92.5,
      0.10317492386293156,
      'normal',
    ],
  ] as const)('is that of R for %s', (_, a, b, v, p, method) => {
    const test = wilcoxonSignedRank(a, b);
    expect(test).toMatchObject({ statistic: v, method });
    expect(Math.abs((test.p ?? 0) / p - 1)).toBeLessThan(1e-11);
  });

  it('has p = 1 when no block differs and is null without blocks', () => {
    expect(wilcoxonSignedRank([1, 2, 3], [1, 2, 3])).toMatchObject({ statistic: 0, p: 1 });
    expect(wilcoxonSignedRank([], [])).toMatchObject({ p: null, reason: 'there are no blocks' });
  });

  it('refuses groups of different length', () => {
    expect(() => wilcoxonSignedRank([1, 2], [1])).toThrow('subject has 2 samples and baseline 1');
  });

  it('gives the same p with the subjects swapped, within [0, 1]', () => {
    fc.assert(
      fc.property(blocks, (pairs) => {
        const [a, b] = [pairs.map(([x]) => x), pairs.map(([, y]) => y)];
        const [forward, backward] = [wilcoxonSignedRank(a, b), wilcoxonSignedRank(b, a)];
        const n = pairs.filter(([x, y]) => x !== y).length;
        expect((forward.statistic ?? 0) + (backward.statistic ?? 0)).toBe((n * (n + 1)) / 2);
        expect(forward.p ?? 0).toBeCloseTo(backward.p ?? 0, 12);
        expect(forward.p).toBeGreaterThanOrEqual(0);
        expect(forward.p).toBeLessThanOrEqual(1);
      }),
    );
  });
});
