import type { Ns } from '../model/units.ts';
import { formatPercent } from '../report/format.ts';
import { type Baseline, shareOf } from './baseline.ts';
import type { Border } from './block-conditions.ts';

export interface Disturbance {
  readonly id:
    | 'canarySlow'
    | 'canaryFast'
    | 'steal'
    | 'throttled'
    | 'cpuPressure'
    | 'ioPressure'
    | 'memoryPressure';
  readonly what: string;
}

/** Left alone, 95 % of canaries lie within 8 % of the usual (README); 15 % beyond is another clock or another program. */
const CANARY_TOLERANCE = 0.15;

/** Of a block's duration. Steal counts in steps of 10 ms, so that a single step in a short block proves nothing. */
const STEAL_SHARE = 0.01;
const STEAL_STEPS_NS = 20_000_000;
const THROTTLED_SHARE = 0.01;

/** A pressure counts when it is beyond this share and beyond twice what the run's blocks usually have. */
const PRESSURES = [
  { id: 'cpuPressure', counter: 'psiCpuSomeUs', typical: 'cpuShare', least: 0.1, waits: 'a CPU' },
  { id: 'ioPressure', counter: 'psiIoSomeUs', typical: 'ioShare', least: 0.05, waits: 'the disk' },
  { id: 'memoryPressure', counter: 'psiMemorySomeUs', typical: 'memoryShare', least: 0.01, waits: 'memory' },
] as const;
const TIMES_TYPICAL = 2;

/** Why a block should not be trusted like the others; empty when nothing speaks against it. Counters that are null say nothing. */
export function describeDisturbance(
  before: Border,
  after: Border,
  baseline: Baseline,
): readonly Disturbance[] {
  return [
    ...canaries(before, after, baseline.canaryNs),
    ...steal(before, after),
    ...throttling(before, after),
    ...pressures(before, after, baseline),
  ];
}

function canaries(before: Border, after: Border, usualNs: Ns): Disturbance[] {
  const ratios = [before.canaryNs / usualNs, after.canaryNs / usualNs];
  const slowest = Math.max(...ratios);
  const fastest = Math.min(...ratios);
  const described = (id: Disturbance['id'], ratio: number): Disturbance => ({
    id,
    what: `the fixed work took ${formatPercent(ratio)} of its usual time at the block's border`,
  });
  return [
    ...(slowest > 1 + CANARY_TOLERANCE ? [described('canarySlow', slowest)] : []),
    ...(fastest < 1 - CANARY_TOLERANCE ? [described('canaryFast', fastest)] : []),
  ];
}

function steal(before: Border, after: Border): Disturbance[] {
  const share = shareOf(before, after, 'stealNs', 1);
  const stolenNs = (after.stealNs ?? 0) - (before.stealNs ?? 0);
  if (share === null || share <= STEAL_SHARE || stolenNs < STEAL_STEPS_NS) return [];
  return [{ id: 'steal', what: `the hypervisor kept CPUs away for ${formatPercent(share)} of the block` }];
}

function throttling(before: Border, after: Border): Disturbance[] {
  const share = shareOf(before, after, 'throttledUs', 1000);
  if (share === null || share <= THROTTLED_SHARE) return [];
  return [
    { id: 'throttled', what: `the CPU quota stopped the harness for ${formatPercent(share)} of the block` },
  ];
}

function pressures(before: Border, after: Border, baseline: Baseline): Disturbance[] {
  return PRESSURES.flatMap(({ id, counter, typical, least, waits }) => {
    const share = shareOf(before, after, counter, 1000);
    const limit = Math.max(least, TIMES_TYPICAL * (baseline[typical] ?? 0));
    if (share === null || share <= limit) return [];
    return [{ id, what: `tasks waited for ${waits} during ${formatPercent(share)} of the block` }];
  });
}
