import { median, quantile } from 'simple-statistics';
import type { Ns } from '../model/units.ts';
import type { Border } from './block-conditions.ts';

/** What this run's blocks are usually like: our own trials make CPUs and disk wait too, and that is no disturbance. */
export interface Baseline {
  readonly canaryNs: Ns;
  /** Median shares of a block's duration in which some task waited; null where the kernel does not tell. */
  readonly cpuShare: number | null;
  readonly ioShare: number | null;
  readonly memoryShare: number | null;
}

/**
 * What is usual over a run's borders, given in time order; null with fewer than two. The canary's lower quartile,
 * because fixed work can only be slowed down: on a machine that is busy half of the time its median would excuse the
 * half. Pressures have no such floor: their median.
 */
export function baselineOf(borders: readonly Border[]): Baseline | null {
  if (borders.length < 2) return null;
  const shares = (counter: Counter): number | null => {
    const known = borders
      .slice(1)
      .flatMap((after, index) => shareOf(borders[index], after, counter, 1000) ?? []);
    return known.length === 0 ? null : median(known);
  };
  return {
    canaryNs: Math.round(
      quantile(
        borders.map(({ canaryNs }) => canaryNs),
        0.25,
      ),
    ),
    cpuShare: shares('psiCpuSomeUs'),
    ioShare: shares('psiIoSomeUs'),
    memoryShare: shares('psiMemorySomeUs'),
  };
}

export type Counter = 'stealNs' | 'throttledUs' | 'psiCpuSomeUs' | 'psiIoSomeUs' | 'psiMemorySomeUs';

/** The rise of a counter as a share of the time between two borders. */
export function shareOf(
  before: Border | undefined,
  after: Border,
  counter: Counter,
  nsPerUnit: number,
): number | null {
  const from = before?.[counter] ?? null;
  const to = after[counter];
  if (before === undefined || from === null || to === null || after.atNs <= before.atNs) return null;
  return ((to - from) * nsPerUnit) / (after.atNs - before.atNs);
}
