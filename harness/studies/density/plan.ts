import type { Inferred } from '../../model/inferred.ts';
import type { densityPlanSchema } from './schema.ts';

export type DensityPlan = Inferred<typeof densityPlanSchema>;

export const MOST_SIDE_BY_SIDE = 4096;

export const DEFAULT_DENSITY = {
  counts: [1, 2, 4, 8, 16],
  rounds: 3,
  climbNs: 30e9,
  keepMemoryShare: null,
} as const satisfies DensityPlan;

/** A first look. */
export const QUICK_SIDE_BY_SIDE = 4;
