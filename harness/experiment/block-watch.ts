import { baselineOf } from '../machine/baseline.ts';
import { type Border, readBorder } from '../machine/block-conditions.ts';
import { warmCanary } from '../machine/canary.ts';
import { describeDisturbance } from '../machine/disturbance.ts';
import type { BlockRecord, Plan } from '../model/schema.ts';

/** Blocks that a strict run may discard beyond as many as it has kept: a machine that is never quiet must not run for ever. */
const SPARE_DISCARDS = 3;

/** Looks at the machine at the borders of blocks, and says which blocks it disturbed by what is known so far. */
export class BlockWatch {
  readonly #plan: Plan;
  readonly #borders: Border[];
  kept = 0;
  discarded = 0;

  constructor(plan: Plan) {
    this.#plan = plan;
    warmCanary();
    this.#borders = [readBorder()];
  }

  /** Closes a block. A strict run discards a disturbed one; the record says so, and the run makes up for it. */
  close(block: number): BlockRecord {
    const [before, after] = [this.#borders.at(-1) ?? readBorder(), readBorder()];
    this.#borders.push(after);
    const baseline = baselineOf(this.#borders);
    const disturbances = baseline ? describeDisturbance(before, after, baseline).map(({ id }) => id) : [];
    const warmup = block < this.#plan.warmupBlocks;
    const mayDiscard = this.#plan.strict && !warmup && this.discarded < this.kept + SPARE_DISCARDS;
    const discarded = mayDiscard && disturbances.length > 0;
    if (discarded) this.discarded += 1;
    else if (!warmup) this.kept += 1;
    return { kind: 'block', block, warmup, before, after, disturbances, discarded };
  }
}
