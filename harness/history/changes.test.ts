import { expect, test } from 'vitest';
import { normal } from '../selfcheck/testing.ts';
import { createRandom } from '../stats/index.ts';
import { findChanges } from './changes.ts';
import type { Series, SeriesPoint } from './series.ts';

const pointOf = (value: number, night: number, width = 0.01): SeriesPoint => ({
  run: String(night),
  startedAt: new Date(Date.UTC(2026, 0, 1 + night)).toISOString(),
  commit: `c${night}`,
  value,
  interval: { low: value * (1 - width), high: value * (1 + width) },
  n: 100,
});

const seriesOf = (points: readonly SeriesPoint[], metric = 'coldStart'): Series => ({
  id: 's',
  key: { workload: 'w', work: 'x', runner: 'process', variant: 'node', condition: 'cold', metric },
  unit: 'ns',
  machine: { id: 'm', name: 'm', facts: {} },
  points,
});

const levels = (before: number, after: number, nights = 30): SeriesPoint[] => {
  const random = createRandom(3);
  return Array.from({ length: 2 * nights }, (_, night) =>
    pointOf((night < nights ? before : after) * Math.exp(0.01 * normal(random)), night),
  );
};

test('a step has its place, its size with an interval around it, its direction and its commits', () => {
  const changes = findChanges(seriesOf(levels(60e6, 63e6)));
  expect(changes).toHaveLength(1);
  const [change] = changes;
  expect(change).toMatchObject({ index: 30, direction: 'slower', commits: { last: 'c29', first: 'c30' } });
  expect(change?.ratio).toBeCloseTo(1.05, 2);
  expect(change?.interval?.low).toBeLessThan(1.05);
  expect(change?.interval?.high).toBeGreaterThan(1.05);
  expect(change?.before).toBeGreaterThan(59e6);
  expect(change?.after).toBeLessThan(64e6);
  expect(findChanges(seriesOf(levels(63e6, 60e6)))).toMatchObject([{ direction: 'faster' }]);
});

test('a change that is smaller than what matters is none', () => {
  expect(findChanges(seriesOf(levels(60e6, 63e6)), { minEffect: 0.1 })).toEqual([]);
});

test('one point, equal points, and points without a figure have no changes', () => {
  expect(findChanges(seriesOf([pointOf(60e6, 0)]))).toEqual([]);
  expect(findChanges(seriesOf(levels(0, 0)))).toEqual([]);
  expect(findChanges(seriesOf(Array.from({ length: 20 }, (_, night) => pointOf(5, night, 0))))).toEqual([]);
});

test('a run without an interval counts by its trials', () => {
  const points = levels(60e6, 63e6).map((point, i) => (i % 4 === 0 ? { ...point, interval: null } : point));
  expect(findChanges(seriesOf(points))).toMatchObject([{ index: 30 }]);
});

test('a size is exact: each step is a change, from the first run on', () => {
  const sizes = [100, 100, 120, 120, 120, 90].map((size, night) => pointOf(size, night, 0));
  expect(findChanges(seriesOf(sizes, 'artifactSize'))).toMatchObject([
    { index: 2, ratio: expect.closeTo(1.2, 9), direction: 'slower', before: 100, after: 120 },
    { index: 5, ratio: expect.closeTo(0.75, 9), direction: 'faster' },
  ]);
});
