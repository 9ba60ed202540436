import type { Metric } from '../model/metrics.ts';
import { BURST_METRICS } from './burst/metrics.ts';
import { DENSITY_METRICS } from './density/metrics.ts';
import { LIMITS_METRICS } from './limits/metrics.ts';
import { LOAD_METRICS } from './load/metrics.ts';
import { MEMORY_METRICS } from './memory/metrics.ts';

/** The figures of studies that two runs can be compared by: one sample a round. */
export const STUDY_METRICS: readonly Metric[] = [
  ...MEMORY_METRICS,
  ...LOAD_METRICS,
  ...BURST_METRICS,
  ...DENSITY_METRICS,
  ...LIMITS_METRICS,
];
