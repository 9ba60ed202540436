import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ComparisonRow } from '../compare/comparison.ts';
import { rowStatistics } from '../compare/row.ts';
import { evenSamples, lognormals, metricNamed } from '../compare/testing/samples.ts';
import { judge } from '../compare/verdict.ts';
import { createRandom } from '../stats/index.ts';
import { secondLook, standingOf } from './row-rules.ts';
import type { Direction } from './rules.ts';

const THRESHOLD = 0.03;

/** A paired row of 64 blocks; `noise` is the standard deviation of its logarithm. */
const rowOf = (ratio: number, noise = 0.002, name = 'coldStart'): ComparisonRow =>
  judged(
    Array.from({ length: 64 }, () => 50e6),
    evenSamples(64, 50e6 * ratio, noise),
    name,
  );

function judged(old: readonly number[], fresh: readonly number[], name = 'coldStart'): ComparisonRow {
  const metric = metricNamed(name);
  const statistics = rowStatistics({ metric, design: 'paired', old, new: fresh });
  if (!statistics) throw new Error('no row');
  const [row] = judge([{ metric, hypothesis: true, statistics }], { threshold: THRESHOLD, design: 'paired' });
  if (!row) throw new Error('no row');
  return row;
}

const rules = (...failOn: Direction[]) => ({ failOn, threshold: THRESHOLD });

describe('the first look', () => {
  test.each([
    ['no change', 1, 0.002, 'fine'],
    ['slower', 1.05, 0.002, 'suspected'],
    ['slower by hardly more than the threshold', 1.031, 0.002, 'suspected'],
    ['slower by less than the threshold', 1.02, 0.002, 'fine'],
    ['faster', 0.9, 0.002, 'fine'],
    ['noise that hides a change', 1.0, 0.2, 'open'],
    ['noise on the good side of the threshold alone', 0.96, 0.15, 'fine'],
  ] as const)('%s (%d, noise %d) is %s', (_what, ratio, noise, standing) => {
    expect(standingOf(rowOf(ratio, noise), rules('slower'))).toBe(standing);
  });

  test('noise on the good side is open when both directions are looked for', () => {
    expect(standingOf(rowOf(0.96, 0.15), rules('slower', 'faster'))).toBe('open');
  });
});

describe('the second look', () => {
  test.each([
    ['well beyond the threshold', 1.05, 0.002, 'confirmed'],
    ['beyond it, but not with the whole interval', 1.033, 0.03, 'undecided'],
    ['certain, and below it', 1.02, 0.002, 'cleared'],
    ['no change', 1, 0.002, 'cleared'],
    ['the other direction', 0.9, 0.002, 'cleared'],
    ['noise', 1, 0.2, 'undecided'],
  ] as const)('%s (%d, noise %d) is %s', (_what, ratio, noise, fate) => {
    expect(secondLook(rowOf(ratio, noise), rules('slower'))).toBe(fate);
  });

  test('judges a size by its value', () => {
    expect(secondLook(rowOf(1.05, 0, 'artifactSize'), rules('slower'))).toBe('confirmed');
    expect(secondLook(rowOf(1.02, 0, 'artifactSize'), rules('slower'))).toBe('cleared');
    expect(secondLook(rowOf(0.5, 0, 'artifactSize'), rules('slower'))).toBe('cleared');
  });
});

/** The share of 500 pairs of runs, drawn with that true ratio, that the second look calls confirmed. */
function confirmedShare(ratio: number, noise: number): number {
  const random = createRandom(20_261_126);
  const draws = Array.from({ length: 500 }, () => {
    const row = judged(lognormals(random, 40, 50e6, noise), lognormals(random, 40, 50e6 * ratio, noise));
    return secondLook(row, rules('slower')) === 'confirmed';
  });
  return draws.filter(Boolean).length / draws.length;
}

describe('how often chance confirms', () => {
  test.each([0.005, 0.02, 0.1])('no change, noise %d: practically never', (noise) => {
    expect(confirmedShare(1, noise)).toBeLessThanOrEqual(0.002);
  });

  test.each([0.005, 0.02])('a change of just the threshold, noise %d: one time in forty at most', (noise) => {
    // 2.5 % is one tail of the interval; three standard errors of 500 draws are 2.1 % more.
    expect(confirmedShare(1 + THRESHOLD, noise)).toBeLessThanOrEqual(0.046);
  });

  test('twice the threshold, in little noise: always', () => {
    expect(confirmedShare(1 + 2 * THRESHOLD, 0.01)).toBeGreaterThan(0.99);
  });
});

test('property: turning the sides around turns the directions around', () => {
  const ratios = fc.double({ min: 0.7, max: 1.4, noNaN: true });
  const noises = fc.constantFrom(0.001, 0.02, 0.1);
  fc.assert(
    fc.property(ratios, noises, (ratio, noise) => {
      const row = rowOf(ratio, noise);
      const { statistics } = row;
      const turned = (interval: { low: number; high: number } | null) =>
        interval && { low: 1 / interval.high, high: 1 / interval.low };
      const reversed: ComparisonRow = {
        ...row,
        verdict: ({ faster: 'slower', slower: 'faster' } as const)[row.verdict as 'faster'] ?? row.verdict,
        statistics: {
          ...statistics,
          ratio: statistics.ratio && 1 / statistics.ratio,
          ratioInterval: turned(statistics.ratioInterval),
          equivalenceInterval: turned(statistics.equivalenceInterval),
        },
      };
      expect(secondLook(reversed, rules('faster'))).toBe(secondLook(row, rules('slower')));
      expect(standingOf(reversed, rules('faster'))).toBe(standingOf(row, rules('slower')));
    }),
    { numRuns: 60 },
  );
});
