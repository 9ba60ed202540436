import type { z } from 'zod';
import type { Inferred } from '../../model/inferred.ts';
import type { loadPlanSchema, sloSchema } from './schema.ts';

export type LoadPlan = Inferred<typeof loadPlanSchema>;
export type Slo = z.infer<typeof sloSchema>;

/** Modest enough that a handler of 40 ms on one thread keeps up with it; four runners take about a minute. */
export const DEFAULT_LOAD: LoadPlan = {
  requestsPerSecond: 10,
  durationNs: 4e9,
  warmupNs: 0.5e9,
  rounds: 3,
  connections: 64,
  slo: null,
};

export const QUICK_LOAD: Partial<LoadPlan> = { durationNs: 1.5e9, rounds: 1 };
