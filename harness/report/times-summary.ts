import type { Ns } from '../model/units.ts';
import { mad, median, medianInterval, quantile } from '../stats/index.ts';
import type { Estimate, TimesSummary } from './summary-types.ts';

/** A normal distribution's standard deviation is this many MAD; the usual scale of a robust outlier rule. */
const MAD_SCALE = 1.4826;
const OUTLIER_DEVIATIONS = 3;

/** Null when there are no samples. */
export function timesSummary(samplesNs: readonly Ns[]): TimesSummary | null {
  const medianNs = medianEstimate(samplesNs);
  const madNs = mad(samplesNs);
  if (medianNs === null || madNs === null) return null;
  const reach = OUTLIER_DEVIATIONS * MAD_SCALE * madNs;
  return {
    medianNs,
    p95Ns: quantile(samplesNs, 0.95),
    madNs,
    minNs: samplesNs.reduce((least, ns) => Math.min(least, ns)),
    maxNs: samplesNs.reduce((most, ns) => Math.max(most, ns)),
    outliers: samplesNs.filter((ns) => Math.abs(ns - medianNs.value) > reach).length,
    samplesNs,
  };
}

/** Null when there are no samples; without an interval, and with a note that says so, when they are few. */
export function medianEstimate(samples: readonly number[]): Estimate | null {
  const value = median(samples);
  if (value === null) return null;
  const { interval, reason } = medianInterval(samples);
  return { value, interval, n: samples.length, note: reason };
}
