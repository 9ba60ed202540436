import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  BYTE_UNITS,
  formatBytes,
  formatCount,
  formatCounted,
  formatDuration,
  formatInterval,
  formatNs,
  formatPercent,
  formatRatio,
  formatSigned,
  NS_UNITS,
  type Unit,
} from './format.ts';

function parse(text: string, units: readonly Unit[]): number {
  const [digits, name] = text.split(' ');
  const unit = units.find((one) => one.name === name);
  if (!unit) throw new Error(`no unit in '${text}'`);
  return Number(digits) * unit.size;
}

describe('formatNs()', () => {
  test.each([
    [0, '0 ns'],
    [-0, '0 ns'],
    [1, '1 ns'],
    [850, '850 ns'],
    [999, '999 ns'],
    [999.4, '999 ns'],
    [999.6, '1.00 µs'],
    [12_345, '12.3 µs'],
    [999_499, '999 µs'],
    [999_500, '1.00 ms'],
    [12_300_000, '12.3 ms'],
    [999_600_000, '1.00 s'],
    [1_234_000_000, '1.23 s'],
    [99.96e9, '100 s'],
    [4_567e9, '4570 s'],
    [-12_345, '-12.3 µs'],
    [-999_600, '-1.00 ms'],
    [0.25, '0.250 ns'],
    [Number.NaN, '?'],
    [Number.POSITIVE_INFINITY, '?'],
  ])('%d prints %s', (ns, text) => {
    expect(formatNs(ns)).toBe(text);
  });

  const ns = fc.double({ min: -1e14, max: 1e14, noNaN: true, noDefaultInfinity: true });

  test('parses back to within half a unit of its third digit', () => {
    fc.assert(
      fc.property(ns, (value) => {
        const error = Math.abs(parse(formatNs(value), NS_UNITS) - value);
        expect(error).toBeLessThanOrEqual(0.00501 * Math.abs(value) + 1e-6);
      }),
    );
  });

  test('never orders two values the other way round', () => {
    fc.assert(
      fc.property(ns, ns, (a, b) => {
        const [low, high] = a < b ? [a, b] : [b, a];
        expect(parse(formatNs(low), NS_UNITS)).toBeLessThanOrEqual(parse(formatNs(high), NS_UNITS));
      }),
    );
  });

  test('never prints 1000 of a unit that has a larger one', () => {
    fc.assert(
      fc.property(ns, (value) => {
        expect(formatNs(value)).not.toMatch(/^-?\d{4,} (ns|µs|ms)/);
      }),
    );
  });
});

describe('formatBytes()', () => {
  test.each([
    [0, '0 B'],
    [512, '512 B'],
    [1000, '1.00 kB'],
    [1024, '1.02 kB'],
    [999_999, '1.00 MB'],
    [128_412_331, '128 MB'],
    [8_322_404_352, '8.32 GB'],
  ])('%d prints %s: decimal units', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });

  test('parses back to within half a unit of its third digit', () => {
    fc.assert(
      fc.property(fc.nat(), (bytes) => {
        const error = Math.abs(parse(formatBytes(bytes), BYTE_UNITS) - bytes);
        expect(error).toBeLessThanOrEqual(0.00501 * bytes);
      }),
    );
  });
});

test.each([
  [1, '1.00x'],
  [1.534, '1.53x'],
  [0.95, '0.95x'],
  [12.34, '12.3x'],
  [148.2, '148x'],
  [2310, '2310x'],
  [0.0123, '0.0123x'],
  [0, '0x'],
  [Number.POSITIVE_INFINITY, '?x'],
])('formatRatio(%d) is %s', (ratio, text) => {
  expect(formatRatio(ratio)).toBe(text);
});

test.each([
  [0, '0%'],
  [0.02, '2%'],
  [0.0213, '2.1%'],
  [0.95, '95%'],
  [0.0996, '10%'],
  [0.0004, '0.04%'],
  [0.000_012, '0.0012%'],
  [-0.031, '-3.1%'],
])('formatPercent(%d) is %s', (fraction, text) => {
  expect(formatPercent(fraction)).toBe(text);
});

test.each([
  [0, '0.0s'],
  [0.44e9, '0.4s'],
  [9.96e9, '10s'],
  [59.96e9, '1m 00s'],
  [65.2e9, '1m 05s'],
  [3_599.9e9, '1h 00m'],
  [7_384e9, '2h 03m'],
  [-5e9, '0.0s'],
])('formatDuration(%d) is %s', (ns, text) => {
  expect(formatDuration(ns)).toBe(text);
});

test('formatCount() and formatCounted() group thousands and know the singular', () => {
  expect(formatCount(1_234_567)).toBe('1,234,567');
  expect(formatCounted(1, 'trial')).toBe('1 trial');
  expect(formatCounted(0, 'trial')).toBe('0 trials');
});

test('formatSigned() marks what is more, and leaves zero alone', () => {
  expect(formatSigned(96.1e6)).toBe('+96.1 ms');
  expect(formatSigned(-96.1e6)).toBe('-96.1 ms');
  expect(formatSigned(0)).toBe('0 ns');
});

test('formatInterval() prints both ends with the given function', () => {
  expect(formatInterval({ low: 51.6e6, high: 52.9e6 })).toBe('[51.6 ms, 52.9 ms]');
  expect(formatInterval({ low: 1, high: 2 }, String)).toBe('[1, 2]');
});
