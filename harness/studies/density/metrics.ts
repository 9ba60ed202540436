import type { Metric } from '../../model/metrics.ts';

export const DENSITY_METRICS: readonly Metric[] = [
  {
    name: 'density.marginalBytes',
    label: 'memory of one more',
    unit: 'bytes',
    better: 'lower',
    assume: 'nothing',
    role: 'primary',
    study: 'density',
  },
];
