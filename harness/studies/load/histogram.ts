import { createRequire } from 'node:module';
import type * as Hdr from 'hdr-histogram-js';
import type { Ns } from '../../model/units.ts';

/** Loaded when there is a histogram: a report without one need not wait for it. */
const hdr = (): typeof Hdr => createRequire(import.meta.url)('hdr-histogram-js') as typeof Hdr;

/** From 0.1 µs to 10 minutes with three significant digits: a quantile is right to 0.1 % from 64 µs on, and to 64 ns below. */
const RANGE = {
  lowestDiscernibleValue: 100,
  highestTrackableValue: 600e9,
  numberOfSignificantValueDigits: 3,
  bitBucketSize: 32,
} as const;

/** Latencies in the standard compressed form, which HdrHistogram's tools in other languages read. */
export function encodeLatencies(latenciesNs: readonly Ns[]): string {
  const histogram = hdr().build(RANGE);
  for (const latencyNs of latenciesNs) {
    histogram.recordValue(Math.min(Math.max(1, latencyNs), RANGE.highestTrackableValue));
  }
  return hdr().encodeIntoCompressedBase64(histogram);
}

/** @throws Error when the text is no such histogram. */
export const decodeLatencies = (text: string): Hdr.Histogram => hdr().decodeFromCompressedBase64(text);

/** One histogram of all; null of none. */
export function mergeLatencies(texts: readonly string[]): Hdr.Histogram | null {
  if (texts.length === 0) return null;
  const merged = hdr().build(RANGE);
  for (const text of texts) merged.add(decodeLatencies(text) as Hdr.JsHistogram);
  return merged;
}

/** The latency that this share of requests did not exceed, in ns. */
export const latencyAt = (histogram: Hdr.Histogram, quantile: number): Ns =>
  quantile === 1 ? histogram.maxValue : histogram.getValueAtPercentile(quantile * 100);
