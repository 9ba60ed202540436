import { describe, expect, test } from 'vitest';
import { percentChange, percentInterval, roundedBlocks } from './figures.ts';

describe('a change as a percentage', () => {
  test.each([
    [1.0213, { low: 1.0161, high: 1.0262 }, '+2.1%', '[+1.6%, +2.6%]'],
    [0.9787, { low: 0.9701, high: 0.9862 }, '-2.1%', '[-3.0%, -1.4%]'],
    [1.0002, { low: 0.9998, high: 1.0006 }, '+0.02%', '[-0.02%, +0.06%]'],
    [1.0001, { low: 0.99, high: 1.01 }, '0.0%', '[-1.0%, +1.0%]'],
    [4.2, { low: 3.9, high: 4.5 }, '+320%', '[+290%, +350%]'],
    [1, { low: 1, high: 1 }, '0.0%', '[0.0%, 0.0%]'],
    [1.00004, null, '0.0%', ''],
    [null, null, '–', ''],
  ])('of a ratio of %f is shown as finely as it is known', (ratio, interval, change, ends) => {
    expect(percentChange(ratio, interval)).toBe(change);
    expect(percentInterval(interval)).toBe(ends);
  });
});

test.each([
  [1, '1'],
  [83, '83'],
  [101, '110'],
  [2345, '2,400'],
  [100_000, '100,000'],
  [100_001, 'over 100,000'],
])('%i more blocks are about %s', (blocks, text) => {
  expect(roundedBlocks(blocks)).toBe(text);
});
