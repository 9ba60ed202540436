import type { Metric } from '../../model/metrics.ts';
import { metricOfSize } from './figures.ts';
import { PRESETS } from './plan.ts';

const metric = (name: string, label: string, unit: Metric['unit']): Metric => ({
  name,
  label,
  unit,
  better: 'lower',
  assume: 'nothing',
  role: 'primary',
  study: 'limits',
});

export const LIMITS_METRICS: readonly Metric[] = [
  metric('limits.floorBytes', 'smallest memory', 'bytes'),
  ...PRESETS.map(({ size }) => metric(metricOfSize(size), `cold start, ${size}`, 'ns')),
];
