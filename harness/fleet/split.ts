import { UsageError } from '../model/errors.ts';
import type { Plan, PlanPart } from '../model/schema.ts';
import { createRandom } from '../stats/index.ts';

export type PlanMode = PlanPart['mode'];

/** What one machine does of a plan. */
export interface Part {
  readonly part: string;
  readonly seed: number;
  readonly plan: Plan;
}

/** Of seeds, as `--seed` takes them. */
const SEEDS = 2 ** 32;

/**
 * The parts of a plan, in the order of their names.
 *
 * `replicate`: every part is the plan itself, with its seed: what differs is the machine.
 * `split`: the parts share its blocks, each in an order of its own. Without a number of blocks each runs until the
 * plan's budget or until it knows its medians to √N times the asked precision: half-widths shrink with the square root
 * of the blocks, so that N such parts together know them to what was asked.
 * @throws UsageError `FEW_BLOCKS` when a part of a split would have none.
 */
export function partsOf(mode: PlanMode, plan: Plan, seed: number, names: readonly string[]): Part[] {
  if (mode === 'replicate') return names.map((part) => ({ part, seed, plan }));
  const seeds = partSeeds(seed, names.length);
  const shares = plan.blocks === null ? null : sharesOf(plan.blocks, names.length);
  return names.map((part, index) => ({
    part,
    seed: seeds[index] ?? seed,
    plan: {
      ...plan,
      blocks: shares?.[index] ?? null,
      precision: plan.precision * Math.sqrt(names.length),
    },
  }));
}

/** As equal as whole numbers can be, the larger ones first; they add up to `blocks`. */
function sharesOf(blocks: number, parts: number): number[] {
  const least = Math.floor(blocks / parts);
  if (least === 0) {
    throw new UsageError('FEW_BLOCKS', `${blocks} blocks cannot be shared among ${parts} parts.`, {
      remedy: 'Give as many --blocks as parts at least, or --replicate to run all of them on each machine.',
    });
  }
  const larger = blocks % parts;
  return Array.from({ length: parts }, (_, index) => least + Number(index < larger));
}

/** Distinct, and the seed of a part does not depend on how many follow it. */
function partSeeds(seed: number, parts: number): number[] {
  const random = createRandom(seed).derive('parts of a plan');
  const seeds = new Set<number>();
  while (seeds.size < parts) seeds.add(random.int(SEEDS));
  return [...seeds];
}
