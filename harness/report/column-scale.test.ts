import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { alignDecimals, columnDigits, columnUnit, estimateDecimals } from './column-scale.ts';
import { NS_UNITS } from './format.ts';

describe('columnUnit()', () => {
  test.each([
    [[52.1e6, 148e6], 'ms', 'all in milliseconds'],
    [[999e6, 1.4e9], 'ms', 'milliseconds for 999 ms beside 1400 ms'],
    [[12e3, 9.1e6], 'µs', 'the unit of the smaller one while four digits do'],
    [[12e3, 52e6], 'ms', 'the unit of the larger one beyond that'],
    [[0, 5e6], 'ms', 'zero has no say'],
    [[-3e3, 5e3], 'µs', 'signs have no say'],
    [[], 'ns', 'nothing at all'],
  ])('%j: %s (%s)', (values, unit) => {
    expect(columnUnit(values, NS_UNITS).name).toBe(unit);
  });
});

test('columnDigits() prints three digits from 0.1 on, two below, and every digit before the point', () => {
  const ms = columnUnit([1e6], NS_UNITS);
  const digits = [52.13e6, 200.4e6, 4_120e6, 0.92e6, 41_233, 0].map((ns) => columnDigits(ns, ms));
  expect(digits).toEqual(['52.1', '200', '4120', '0.920', '0.041', '0']);
});

describe('estimateDecimals()', () => {
  test.each([
    [52.13, 0.64, 1],
    [412, 8, 0],
    [412, 0.3, 1],
    [0.82, 1.03, 2],
    [1480, 20, 0],
    [1, 0.000_01, 3],
    [0, 0, 0],
  ])('%d with half-width %d takes %d', (value, halfWidth, decimals) => {
    expect(estimateDecimals(value, halfWidth)).toBe(decimals);
  });

  test('the ends of an interval never print as its middle, down to a thousandth', () => {
    const half = fc.double({ min: 0.001, max: 1e4, noNaN: true });
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e4, noNaN: true }), half, (value, halfWidth) => {
        const decimals = estimateDecimals(value, halfWidth);
        expect((value + halfWidth).toFixed(decimals)).not.toBe((value - halfWidth).toFixed(decimals));
      }),
    );
  });
});

test('alignDecimals() puts decimal points under each other', () => {
  expect(alignDecimals(['52.1', '200', '+0.82', '–'])).toEqual([' 52.1 ', '200   ', ' +0.82', '  –   ']);
});
