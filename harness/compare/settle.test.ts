import { describe, expect, test } from 'vitest';
import { mannWhitney, wilcoxonSignedRank } from '../stats/index.ts';
import { type Design, rowStatistics } from './row.ts';
import { leastSamples } from './settle.ts';
import { evenSamples, metricNamed } from './testing/samples.ts';
import { judge } from './verdict.ts';

const count = (n: number): number[] => Array.from({ length: n }, (_, i) => i + 1);

describe.each(['independent', 'paired'] as const)('leastSamples() of %s samples', (design) => {
  const smallestP = (n: number): number => {
    // Index i differs by another amount each, so that nothing is tied.
    const [low, high] = [count(n), count(n).map((value) => 100 + 2 * value)];
    return (design === 'paired' ? wilcoxonSignedRank(high, low) : mannWhitney(high, low)).p ?? 1;
  };

  test.each([0.05, 0.01, 0.01 / 20, 0.01 / 100])(
    'for alpha %f is where the test can first reach it',
    (alpha) => {
      const least = leastSamples({ design, alpha });
      expect(smallestP(least)).toBeLessThan(alpha);
      expect(smallestP(least - 1)).toBeGreaterThanOrEqual(alpha);
    },
  );
});

describe('the blocks that an inconclusive row asks for', () => {
  const metric = metricNamed('coldStart');
  /** A family of `rows` equal rows, from samples as even as they can be. */
  const judged = (n: number, ratio: number, rows = 1, design: Design = 'independent') => {
    const statistics = rowStatistics({
      metric,
      design,
      old: evenSamples(n, 50, 0.03),
      new: evenSamples(n, 50 * ratio, 0.03),
    });
    if (!statistics) throw new Error('no row');
    const [row] = judge(
      Array.from({ length: rows }, () => ({ metric, hypothesis: true, statistics })),
      { threshold: 0.01, design },
    );
    return { verdict: row?.verdict, moreBlocks: row?.moreBlocks ?? 0 };
  };

  test.each([
    [30, 1.0, 1, 'same'],
    [30, 1.004, 1, 'same'],
    [30, 1.01, 1, 'slower'],
    [30, 0.985, 1, 'faster'],
    [12, 1.03, 20, 'slower'],
  ])('of %i blocks, for a ratio of %f among %i rows, make it %s', (n, ratio, rows, verdict) => {
    const before = judged(n, ratio, rows);
    expect(before.verdict).toBe('inconclusive');
    expect(before.moreBlocks).toBeGreaterThan(0);
    expect(judged(n + before.moreBlocks, ratio, rows).verdict).toBe(verdict);
  });

  test('are at least what the test needs at all', () => {
    expect(judged(7, 3, 20).moreBlocks).toBe(leastSamples({ design: 'independent', alpha: 0.01 / 20 }) - 7);
  });

  test('are more in a larger family', () => {
    expect(judged(20, 1.015, 40).moreBlocks).toBeGreaterThan(judged(20, 1.015, 1).moreBlocks);
  });

  test('are not told when no interval says how precise the row is', () => {
    const statistics = rowStatistics({ metric, design: 'independent', old: [1, 2], new: [2, 3] });
    if (!statistics) throw new Error('no row');
    expect(
      judge([{ metric, hypothesis: true, statistics }], { threshold: 0.01, design: 'independent' }),
    ).toMatchObject([{ verdict: 'inconclusive', moreBlocks: null }]);
  });
});
