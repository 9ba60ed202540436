import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeLatencies, encodeLatencies, latencyAt, mergeLatencies } from './histogram.ts';

/** The nearest-rank quantile, by sorting: an independent implementation of what the histogram answers. */
const exact = (values: readonly number[], quantile: number): number =>
  values.toSorted((a, b) => a - b)[Math.max(0, Math.ceil(quantile * values.length) - 1)] ?? Number.NaN;

const latencies = fc.array(fc.integer({ min: 200, max: 60_000_000_000 }), { minLength: 1, maxLength: 400 });

describe('a histogram of latencies', () => {
  it('has the quantiles of its samples, to three digits, after it was written and read', () =>
    fc.assert(
      fc.property(latencies, fc.constantFrom(0.5, 0.9, 0.99, 0.999), (values, quantile) => {
        const read = decodeLatencies(encodeLatencies(values));
        const expected = exact(values, quantile);
        expect(Math.abs(latencyAt(read, quantile) - expected)).toBeLessThanOrEqual(expected * 0.001 + 64);
        expect(read.totalCount).toBe(values.length);
      }),
      { numRuns: 60 },
    ));

  it('is in the format of the HdrHistogram family: V2, zlib, base64', () => {
    const bytes = Buffer.from(encodeLatencies([1e6, 2e6]), 'base64');
    // The cookie of a compressed V2 histogram, as in HdrHistogram's AbstractHistogram.java.
    expect(bytes.readUInt32BE(0)).toBe(0x1c849314);
    expect(bytes[8]).toBe(0x78);
  });

  it('adds up with others', () => {
    const merged = mergeLatencies([encodeLatencies([1e6, 3e6]), encodeLatencies([2e6])]);
    expect(merged?.totalCount).toBe(3);
    expect(mergeLatencies([])).toBeNull();
  });

  it('refuses what is no histogram', () => {
    expect(() => decodeLatencies('bm90IG9uZQ==')).toThrow();
  });
});
