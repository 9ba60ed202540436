import { describe, expect, test } from 'vitest';
import { createRandom } from '../stats/index.ts';
import { LEAST_SAMPLES, type RowStatistics, rowStatistics, type Sides } from './row.ts';
import { lognormals, metricNamed } from './testing/samples.ts';

const metric = metricNamed('coldStart');
const random = createRandom(7);
const [OLD, NEW] = [lognormals(random, 40, 50e6, 0.03), lognormals(random, 40, 52e6, 0.03)];

function row(sides: Partial<Sides>): RowStatistics {
  const statistics = rowStatistics({ metric, design: 'independent', old: OLD, new: NEW, ...sides });
  if (!statistics) throw new Error('no row');
  return statistics;
}

const numbersOf = (statistics: RowStatistics): number[] =>
  Object.values(statistics).flatMap((value) =>
    typeof value === 'number' ? [value] : value && typeof value === 'object' ? [value.low, value.high] : [],
  );

describe.each(['independent', 'paired'] as const)('%s samples', (design) => {
  test('that moved by 4% say so, in the metric and as a ratio', () => {
    const { shift, shiftInterval, ratio, ratioInterval, equivalenceInterval, p } = row({ design });
    expect(shift / 2e6).toBeCloseTo(1, 0);
    expect(ratio).toBeCloseTo(1.04, 2);
    expect(shiftInterval?.low).toBeLessThan(shift);
    expect(shiftInterval?.high).toBeGreaterThan(shift);
    // 90 % lies within 95 %, and both hold the estimate.
    expect(equivalenceInterval?.low).toBeGreaterThanOrEqual(ratioInterval?.low ?? Number.NaN);
    expect(equivalenceInterval?.high).toBeLessThanOrEqual(ratioInterval?.high ?? Number.NaN);
    expect(p).toBeLessThan(0.001);
  });

  test('give the reverse when the sides are swapped', () => {
    const [there, back] = [row({ design }), row({ design, old: NEW, new: OLD })];
    expect(back.p).toBeCloseTo(there.p ?? Number.NaN, 15);
    expect(back.shift).toBeCloseTo(-there.shift, 6);
    expect((back.ratio ?? 0) * (there.ratio ?? 0)).toBeCloseTo(1, 12);
    expect((back.ratioInterval?.low ?? 0) * (there.ratioInterval?.high ?? 0)).toBeCloseTo(1, 12);
    expect(back.cliffsDelta).toBe(-(there.cliffsDelta ?? Number.NaN));
  });

  test('that are all equal have a ratio of 1, an interval without width and p = 1', () => {
    const equal = Array.from({ length: 10 }, () => 5e6);
    expect(row({ design, old: equal, new: equal })).toMatchObject({
      shift: 0,
      ratio: 1,
      ratioInterval: { low: 1, high: 1 },
      equivalenceInterval: { low: 1, high: 1 },
      p: 1,
      cliffsDelta: 0,
    });
  });

  test('with a 0 among them have a shift and no ratio', () => {
    const withZero = [0, ...OLD.slice(1)];
    const statistics = row({ design, old: withZero });
    expect(statistics).toMatchObject({ ratio: null, ratioInterval: null, equivalenceInterval: null });
    expect(statistics.shiftInterval).not.toBeNull();
    expect(statistics.p).not.toBeNull();
  });

  test.each([1, 2, LEAST_SAMPLES - 1])('%i of them give no interval and no test, and say why', (n) => {
    const [old, fresh] = [OLD.slice(0, n), design === 'paired' ? NEW.slice(0, n) : NEW];
    const few = row({ design, old, new: fresh });
    expect(few).toMatchObject({
      shiftInterval: null,
      ratioInterval: null,
      equivalenceInterval: null,
      p: null,
      nOld: n,
    });
    expect(few.note).toMatch(/fewer than 6/);
    expect(few.shift).toBe(few.newMedian - few.oldMedian);
  });

  test.each([LEAST_SAMPLES, 7, 49, 50])('%i of them give finite numbers only', (n) => {
    const numbers = numbersOf(
      row({ design, old: OLD.concat(NEW).slice(0, n), new: NEW.concat(OLD).slice(0, n) }),
    );
    expect(numbers.every(Number.isFinite), String(numbers)).toBe(true);
  });

  test('without any on one side are no row', () => {
    expect(rowStatistics({ metric, design, old: OLD, new: [] })).toBeNull();
    expect(rowStatistics({ metric, design, old: [], new: NEW })).toBeNull();
  });
});

test('what disturbs both sides of a block disappears in a paired row', () => {
  const disturbance = lognormals(random, 40, 1, 0.2);
  const disturb = (samples: readonly number[]): number[] =>
    samples.map((value, block) => value * (disturbance[block] ?? 1));
  const width = ({ ratioInterval }: RowStatistics): number =>
    (ratioInterval?.high ?? 0) - (ratioInterval?.low ?? 0);
  const sides = { old: disturb(OLD), new: disturb(NEW) };
  expect(width(row({ design: 'paired', ...sides })) * 4).toBeLessThan(
    width(row({ design: 'independent', ...sides })),
  );
});

test('an exact figure is compared as it is, one sample a side', () => {
  const size = row({ metric: metricNamed('artifactSize'), old: [40_000], new: [42_000] });
  expect(size).toMatchObject({ shift: 2000, ratio: 1.05, p: null, ratioInterval: null, note: null });
});

describe('the numbers of a row are those of R 4.5', () => {
  // old <- c(12.1, 9.8, ...); new <- c(8.7, 10.2, ...); w <- wilcox.test(new, old, conf.int = TRUE)
  // l <- wilcox.test(log(new), log(old), conf.int = TRUE); exp(l$estimate); exp(l$conf.int); again with conf.level = 0.9
  const old = [12.1, 9.8, 15.3, 11.4, 10.9, 13.7, 14.2, 9.1];
  const fresh = [8.7, 10.2, 9.5, 7.9, 11.8, 8.3, 9.9];

  test('of independent samples', () => {
    const statistics = row({ old, new: fresh });
    expectClose(statistics, {
      shift: -2.5,
      shiftInterval: [-5.1, -0.3],
      ratio: 0.791617697578,
      ratioInterval: [0.647058823529, 0.969387755102],
      equivalenceInterval: [0.669014084507, 0.912087912088],
      p: 0.0289044289044,
    });
    expect(statistics.test).toBe('Mann-Whitney, exact');
  });

  test('of paired samples, on the first seven of old', () => {
    const statistics = row({ design: 'paired', old: old.slice(0, 7), new: fresh });
    expectClose(statistics, {
      shift: -3.425,
      shiftInterval: [-5.4, 0.4],
      ratio: 0.713488741053,
      ratioInterval: [0.62091503268, 1.04081632653],
      equivalenceInterval: [0.647947595541, 0.882256152898],
      p: 0.078125,
    });
    expect(statistics.test).toBe('Wilcoxon signed-rank, exact');
  });
});

function expectClose(
  statistics: RowStatistics,
  expected: Readonly<Partial<Record<keyof RowStatistics, number | readonly [number, number]>>>,
): void {
  for (const [name, value] of Object.entries(expected)) {
    const actual = statistics[name as keyof RowStatistics];
    const numbers = actual !== null && typeof actual === 'object' ? [actual.low, actual.high] : [actual];
    for (const [index, number] of [value].flat().entries())
      expect(numbers[index], name).toBeCloseTo(number, 9);
  }
}
