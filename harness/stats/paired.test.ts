import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pairedOverhead } from './paired.ts';
import { createRandom } from './random.ts';

const positive = fc.integer({ min: 1, max: 1000 });
const blocks = fc.array(fc.tuple(positive, positive), { minLength: 6, maxLength: 40 });
type Block = readonly [number, number];
const of = (items: readonly Block[]) =>
  pairedOverhead(
    items.map(([x]) => x),
    items.map(([, y]) => y),
  );

describe('pairedOverhead()', () => {
  it('takes the median of what the blocks show, not the difference of the medians', () => {
    // The machine slows down threefold over the blocks; the subject takes twice the baseline in each.
    const baseline = [10, 11, 14, 20, 25, 30];
    const { n, difference, ratio } = pairedOverhead(
      baseline.map((x) => 2 * x),
      baseline,
    );
    expect(n).toBe(6);
    expect(ratio).toEqual({
      estimate: 2,
      interval: { low: 2, high: 2, level: 0.95, method: 'order-statistic' },
      reason: null,
    });
    expect(difference.estimate).toBe(17);
    expect(difference.interval).toMatchObject({ low: 10, high: 30 });
  });

  it('gives estimates without intervals below 6 blocks and nothing without blocks', () => {
    const { difference, ratio } = pairedOverhead([3, 4], [1, 2]);
    expect(difference).toEqual({
      estimate: 2,
      interval: null,
      reason: 'fewer than 6 samples: no 95 % interval exists',
    });
    expect(ratio.estimate).toBeCloseTo(Math.sqrt(6), 12);
    expect(pairedOverhead([], [])).toMatchObject({
      n: 0,
      difference: { estimate: null },
      ratio: { estimate: null },
    });
  });

  it('has no ratio when a sample is not positive', () => {
    const { difference, ratio } = pairedOverhead([1, 2, 3, 4, 5, 6], [1, 1, 0, 1, 1, 1]);
    expect(difference.interval).not.toBeNull();
    expect(ratio).toEqual({
      estimate: null,
      interval: null,
      reason: 'a ratio needs positive samples in every block',
    });
  });

  it('refuses subjects with different numbers of blocks', () => {
    expect(() => pairedOverhead([1, 2], [1])).toThrow('subject has 2 samples and baseline 1');
  });

  it('contains its estimates and does not depend on the order of the blocks', () => {
    fc.assert(
      fc.property(blocks, fc.integer(), (items, seed) => {
        const overhead = of(items);
        for (const { estimate, interval } of [overhead.difference, overhead.ratio]) {
          expect(estimate).toBeGreaterThanOrEqual(interval?.low ?? Number.NaN);
          expect(estimate).toBeLessThanOrEqual(interval?.high ?? Number.NaN);
        }
        expect(of(createRandom(seed).shuffle(items))).toEqual(overhead);
      }),
    );
  });

  it('turns the difference and inverts the ratio when the subjects are swapped', () => {
    fc.assert(
      fc.property(blocks, (items) => {
        const [forward, backward] = [of(items), of(items.map(([x, y]) => [y, x] as const))];
        expect(backward.difference.estimate).toBeCloseTo(-(forward.difference.estimate ?? Number.NaN), 12);
        expect((backward.ratio.estimate ?? 0) * (forward.ratio.estimate ?? 0)).toBeCloseTo(1, 12);
        expect((backward.ratio.interval?.low ?? 0) * (forward.ratio.interval?.high ?? 0)).toBeCloseTo(1, 12);
      }),
    );
  });

  it('does not see a factor that both subjects share in a block', () => {
    fc.assert(
      fc.property(blocks, (items) => {
        const slowed = items.map(([x, y], i): Block => [x * 2 ** (i % 5), y * 2 ** (i % 5)]);
        expect(of(slowed).ratio).toEqual(of(items).ratio);
      }),
    );
  });
});
