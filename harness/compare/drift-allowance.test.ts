import { describe, expect, test } from 'vitest';
import { createRandom, type Random } from '../stats/index.ts';
import { rowStatistics } from './row.ts';
import { lognormal, metricNamed } from './testing/samples.ts';
import { judge, type Verdict } from './verdict.ts';

const metric = metricNamed('coldStart');

/** A run whose level wanders from minute to minute, by `drift`, the standard deviation of its logarithm. */
function run(random: Random, blocks: number, drift: number): number[] {
  const levels = Array.from({ length: 5 }, () => lognormal(random, drift));
  // What remains for the whole run: the machine is in another mood an hour later.
  const mood = lognormal(random, drift);
  return Array.from(
    { length: blocks },
    (_, i) => 50e6 * mood * (levels[Math.floor((i * 5) / blocks)] ?? 1) * lognormal(random, 0.03),
  );
}

function verdictOf(old: number[], fresh: number[]): Verdict | undefined {
  const statistics = rowStatistics({ metric, design: 'independent', old, new: fresh });
  if (!statistics) throw new Error('no row');
  return judge([{ metric, hypothesis: true, statistics }], { threshold: 0.01, design: 'independent' })[0]
    ?.verdict;
}

const isAlarm = (verdict: Verdict | undefined): boolean => verdict === 'faster' || verdict === 'slower';

describe('two runs of one thing on a machine that drifts by 3 % from minute to minute', () => {
  test('raise no alarm in 97 of 100 comparisons, of which half would without the allowance', () => {
    const random = createRandom(11);
    const pairs = Array.from(
      { length: 100 },
      () => [run(random, 100, 0.03), run(random, 100, 0.03)] as const,
    );
    expect(pairs.filter(([old, fresh]) => isAlarm(verdictOf(old, fresh))).length).toBeLessThanOrEqual(3);
  });

  test('still show a change that is far beyond the drift', () => {
    const random = createRandom(12);
    const pairs = Array.from({ length: 50 }, () => [run(random, 100, 0.01), run(random, 100, 0.01)] as const);
    const found = pairs.filter(
      ([old, fresh]) =>
        verdictOf(
          old,
          fresh.map((value) => 1.3 * value),
        ) === 'slower',
    );
    expect(found.length).toBeGreaterThanOrEqual(49);
  });
});

test('the allowance is in the intervals, and turns around with the sides', () => {
  const random = createRandom(13);
  const [old, fresh] = [run(random, 60, 0.03), run(random, 60, 0.03)];
  const [there, back] = [
    rowStatistics({ metric, design: 'independent', old, new: fresh }),
    rowStatistics({ metric, design: 'independent', old: fresh, new: old }),
  ];
  expect(there?.drift).toBeGreaterThan(0);
  expect(back?.drift).toBeCloseTo(there?.drift ?? 0, 12);
  const spread = Math.log((there?.ratioInterval?.high ?? 0) / (there?.ratioInterval?.low ?? 0));
  expect(spread).toBeGreaterThan(2 * 1.96 * (there?.drift ?? 0));
  expect((there?.ratioInterval?.low ?? 0) * (back?.ratioInterval?.high ?? 0)).toBeCloseTo(1, 12);
});

test('samples of the same blocks need none', () => {
  const random = createRandom(14);
  const [old, fresh] = [run(random, 60, 0.03), run(random, 60, 0.03)];
  expect(rowStatistics({ metric, design: 'paired', old, new: fresh })?.drift).toBeNull();
});
