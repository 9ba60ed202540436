import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { A8, A60, B7, B60, expectEstimate } from './fixtures.ts';
import { pairedShift } from './hodges-lehmann.ts';
import { createRandom } from './random.ts';

const pairs = fc.array(fc.tuple(fc.integer({ min: -99, max: 99 }), fc.integer({ min: -99, max: 99 })), {
  minLength: 6,
  maxLength: 70,
});

describe('pairedShift()', () => {
  it('is that of R where R is exact', () => {
    // R: wilcox.test(a[1:7], b, paired = TRUE, conf.int = TRUE, exact = TRUE), and with conf.level = 0.9
    expectEstimate(pairedShift(A8.slice(0, 7), B7), 3.425, -0.4, 5.4);
    expectEstimate(pairedShift(A8.slice(0, 7), B7, { level: 0.9 }), 3.425, 1.25, 5.05);
    // R: wilcox.test(a60[1:40], b60[1:40], paired = TRUE, conf.int = TRUE, exact = TRUE)
    expectEstimate(pairedShift(A60.slice(0, 40), B60.slice(0, 40)), -9.425, -31.4, 9.55);
  });

  it('is that of R where R approximates', () => {
    // R: wilcox.test(a60, b60, paired = TRUE, conf.int = TRUE, tol.root = 1e-10)
    expectEstimate(pairedShift(A60, B60), -12.8, -28.2, 4.6, 9);
    expect(pairedShift(A60, B60).interval?.method).toBe('signed-rank-normal');
  });

  it('needs 6 blocks for 95 % and 5 for 90 %', () => {
    const [a, b] = [
      [3, 5, 8, 13, 21],
      [1, 1, 2, 3, 5],
    ];
    expect(pairedShift(a, b)).toEqual({
      estimate: 7,
      interval: null,
      reason: 'too few samples: no 95 % interval exists',
    });
    expect(pairedShift(a, b, { level: 0.9 }).interval).toMatchObject({ low: 2, high: 16 });
    expect(pairedShift([...a, 9], [...b, 4]).interval).not.toBeNull();
  });

  it('contains its estimate, ignores the order of blocks, and follows shift and scale', () => {
    fc.assert(
      fc.property(pairs, fc.integer({ min: -50, max: 50 }), (blocks, by) => {
        const of = (items: typeof blocks, f = (x: number) => x) =>
          pairedShift(
            items.map(([x]) => f(x)),
            items.map(([, y]) => y),
          );
        const plain = of(blocks);
        const { low, high } = plain.interval ?? { low: 0, high: 0 };
        const estimate = plain.estimate ?? Number.NaN;
        expect(low <= estimate && estimate <= high).toBe(true);
        expect(of(createRandom(by).shuffle(blocks))).toEqual(plain);
        expectEstimate(
          of(blocks, (x) => x + by),
          estimate + by,
          low + by,
          high + by,
        );
        expectEstimate(of(blocks.map(([x, y]) => [2 * x, 2 * y])), 2 * estimate, 2 * low, 2 * high);
        expectEstimate(of(blocks.map(([x, y]) => [y, x])), -estimate, -high, -low);
      }),
    );
  });

  it('refuses groups of different length', () => expect(() => pairedShift([1], [])).toThrow(RangeError));
});
