import type { Metric } from '../../model/metrics.ts';

const metric = (name: string, label: string, unit: Metric['unit']): Metric => ({
  name,
  label,
  unit,
  better: 'lower',
  assume: 'nothing',
  role: 'primary',
  study: 'memory',
});

export const MEMORY_METRICS: readonly Metric[] = [
  metric('memory.readyPss', 'PSS when ready', 'bytes'),
  metric('memory.warmPss', 'PSS when warm', 'bytes'),
  metric('memory.support', 'memory brought along', 'bytes'),
  metric('memory.platformCpu', "the platform's CPU of a cold start", 'ns'),
  metric('memory.callCpu', 'CPU of a warm call', 'ns'),
];
