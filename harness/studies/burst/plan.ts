import type { z } from 'zod';
import type { Inferred } from '../../model/inferred.ts';
import type { burstPlanSchema } from './schema.ts';

export type BurstPlan = Inferred<typeof burstPlanSchema>;
export type WrittenBurstPlan = z.infer<typeof burstPlanSchema>;

export const MOST_AT_ONCE = 1024;

export const DEFAULT_BURST = {
  counts: [1, 2, 4, 8, 16],
  rounds: 3,
  requests: 20,
  requestsPerSecond: 20,
  keepMemoryShare: null,
} as const satisfies BurstPlan;

/** A first look. */
export const QUICK_AT_ONCE = 4;

/** 1, 2, 4, 8, … and `most` itself. */
export function doublings(most: number): number[] {
  const counts: number[] = [];
  for (let count = 1; count < most; count *= 2) counts.push(count);
  return [...counts, most];
}
