import { expect, test } from 'vitest';
import { type ColdbenchError, UsageError } from '../model/errors.ts';
import { chooseSeries } from './choose-series.ts';
import type { Series } from './series.ts';

const series = (key: Partial<Series['key']>, machine: string, days: readonly number[]): Series => ({
  id: `${JSON.stringify(key)} ${machine}`,
  key: {
    workload: 'w',
    work: 'one',
    runner: 'process',
    variant: 'node',
    condition: 'cold',
    metric: 'rss',
    ...key,
  },
  unit: 'bytes',
  machine: { id: machine, name: machine, facts: {} },
  points: days.map((day) => ({
    run: `${day}`,
    startedAt: new Date(Date.UTC(2026, 0, day)).toISOString(),
    commit: null,
    value: day,
    interval: null,
    n: 1,
  })),
});
const metric = { metric: 'rss' };

test('machine classes are its segments, in the order in which they began', () => {
  const { key, segments, otherWork } = chooseSeries(
    [series({}, 'late', [5, 6]), series({}, 'early', [1, 9])],
    metric,
  );
  expect(key).toMatchObject({ workload: 'w', runner: 'process' });
  expect(segments.map(({ machine }) => machine.id)).toEqual(['early', 'late']);
  expect(otherWork).toEqual([]);
});

test('where only the work differs, the newest is meant, and the others are named', () => {
  const chosen = chooseSeries(
    [series({ work: 'old' }, 'a', [1, 2, 3]), series({ work: 'new' }, 'a', [4])],
    metric,
  );
  expect(chosen.key.work).toBe('new');
  expect(chosen.otherWork).toEqual([{ work: 'old', points: 3, until: '2026-01-03T00:00:00.000Z' }]);
});

test('several subjects are named with what tells them apart, and are wrong usage', () => {
  const several = [series({}, 'a', [1]), series({ runner: 'wasm', variant: '\u001b[31mred' }, 'a', [1])];
  expect(() => chooseSeries(several, metric)).toThrow(UsageError);
  try {
    chooseSeries(several, metric);
  } catch (error) {
    const { remedy } = error as ColdbenchError;
    expect(remedy).toContain('--workload "w" --runner process --variant "node"');
    expect(remedy).toContain('--runner wasm');
    expect(remedy).not.toContain('\u001b');
  }
});

test('more than ten are counted', () => {
  const many = Array.from({ length: 13 }, (_, index) => series({ workload: `w${index}` }, 'a', [1]));
  expect(() => chooseSeries(many, metric)).toThrow(
    expect.objectContaining({
      message: 'There are 13 such series.',
      remedy: expect.stringMatching(/and 3 more$/),
    }),
  );
});

test('none is an error that says what to look at', () => {
  expect(() => chooseSeries([], metric)).toThrow(
    expect.objectContaining({ code: 'NO_SERIES', remedy: expect.stringMatching(/history list/) }),
  );
});
