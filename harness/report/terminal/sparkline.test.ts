import { expect, test } from 'vitest';
import { sparkline } from './sparkline.ts';

const LEVELS = [...'▁▂▃▄▅▆▇█'];

test('one character per sample, lowest and highest at the ends of the scale', () => {
  expect(sparkline([100, 150, 200], 80, LEVELS)).toBe('▁▅█');
});

test('noise of one percent stays flat', () => {
  expect(sparkline([100, 101, 100, 101], 80, LEVELS)).toBe('▁▁▁▁');
});

test('an outlier is still seen when neighbours share a character', () => {
  const samples = Array.from({ length: 1000 }, (_, index) => (index === 501 ? 300 : 100));
  const line = sparkline(samples, 20, LEVELS);
  expect(line).toHaveLength(20);
  expect(line).toBe('▁▁▁▁▁▁▁▁▁▁█▁▁▁▁▁▁▁▁▁');
});

test('equal samples, one sample and no sample do not break it', () => {
  expect(sparkline([5, 5, 5], 80, LEVELS)).toBe('▁▁▁');
  expect(sparkline([5], 80, LEVELS)).toBe('▁');
  expect(sparkline([0, 0], 80, LEVELS)).toBe('▁▁');
  expect(sparkline([], 80, LEVELS)).toBe('');
});

test('a smaller span shows smaller steps, and a group may be its median', () => {
  expect(sparkline([100, 100, 105, 105], 80, LEVELS)).toBe('▁▁▂▂');
  expect(sparkline([100, 100, 105, 105], 80, LEVELS, { leastSpan: 0.05 })).toBe('▁▁██');
  const middle = (group: readonly number[]): number => [...group].sort((a, b) => a - b)[1] ?? 0;
  expect(sparkline([100, 100, 300, 100, 200, 200], 2, LEVELS, { ofGroup: middle })).toBe('▁█');
});
