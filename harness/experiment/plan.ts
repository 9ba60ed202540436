import type { Plan, Subject } from '../model/schema.ts';
import { createRandom } from '../stats/index.ts';

/** The defaults of a run; every one of them is a flag of `bench`, and all are recorded in the manifest. */
export const DEFAULT_PLAN: Plan = {
  blocks: null,
  warmupBlocks: 1,
  budgetNs: 60e9,
  precision: 0.02,
  warmCalls: 100,
  warmupShare: 0.5,
  warmBudgetNs: 250e6,
  strict: false,
  timeoutNs: 10e9,
};

/** Never reached: where a budget is to be used up, precision must not end a run early. */
export const NO_PRECISION = 1e-9;

/** For a first look: few blocks, few calls; intervals are wide and say so. */
export const QUICK_PLAN: Partial<Plan> = { blocks: 8, budgetNs: 20e9, warmCalls: 30, warmBudgetNs: 60e6 };

/** Fewer blocks than this give no trustworthy interval, so that precision alone never ends a run earlier. */
export const MIN_BLOCKS = 10;

/**
 * The order of the subjects in a block: a random permutation drawn from the seed and the block's number alone, so
 * that a plan can be repeated from any block.
 */
export function blockOrder<T extends Subject>(subjects: readonly T[], seed: number, block: number): T[] {
  return createRandom(seed).derive(`block ${block}`).shuffle(subjects);
}
