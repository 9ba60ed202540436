import type { Metric } from '../../model/metrics.ts';
import { COMPARED_COUNTS } from './figures.ts';

const metric = (name: string, label: string): Metric => ({
  name,
  label,
  unit: 'ns',
  better: 'lower',
  assume: 'nothing',
  role: 'primary',
  study: 'burst',
});

export const BURST_METRICS: readonly Metric[] = [
  ...COMPARED_COUNTS.map((count) => metric(`burst.all${count}`, `${count} starts at once`)),
  metric('burst.zeroWait', 'longest wait from zero'),
];
