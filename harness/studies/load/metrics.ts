import type { Metric } from '../../model/metrics.ts';

const metric = (name: string, label: string): Metric => ({
  name,
  label,
  unit: 'ns',
  better: 'lower',
  assume: 'nothing',
  role: 'primary',
  study: 'load',
});

export const LOAD_METRICS: readonly Metric[] = [
  metric('load.p50', 'p50 under load'),
  metric('load.p99', 'p99 under load'),
];
