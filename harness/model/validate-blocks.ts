import type { FieldProblem } from './codec-problems.ts';
import type { BlockRecord, PartRecord, Plan, ResultRecord, Trial } from './schema.ts';
import { warmupProblems } from './validate-sequence.ts';

/** Looks at the block lines: each closes the block whose trials precede it, and only a strict run discards one. */
export function checkBlocks(): (record: ResultRecord) => FieldProblem[] {
  const blocks = new Blocks();
  return (record) => {
    if (record.kind === 'manifest') blocks.plan = record.plan;
    if (record.kind === 'part') blocks.beginPart(record);
    if (record.kind === 'trial') return blocks.addTrial(record);
    return record.kind === 'block' ? [...blocks.close(record), ...borderProblems(record)] : [];
  };
}

class Blocks {
  plan: Plan | undefined;
  /** The block whose trials came last and that has no line yet. */
  #open: number | null = null;
  #closed = -1;
  #firstBlock = 0;

  /** The last block of an interrupted part may have no line. */
  beginPart({ firstBlock }: PartRecord): void {
    this.#open = null;
    this.#closed = firstBlock - 1;
    this.#firstBlock = firstBlock;
  }

  addTrial({ block }: Trial): FieldProblem[] {
    const open = this.#open;
    if (open === null && block === this.#closed) {
      return [
        { field: 'block', message: `must not be ${block}: the line of that block precedes this trial` },
      ];
    }
    this.#open = block;
    if (open === null || open === block) return [];
    return [{ field: 'block', message: `begins, and block ${open} has no line of its own` }];
  }

  close(record: BlockRecord): FieldProblem[] {
    const { block } = record;
    // A block of which every subject failed to be packaged has no trials.
    const expected = this.#open ?? this.#closed + 1;
    this.#open = null;
    this.#closed = block;
    const problems = this.plan ? planProblems(record, this.#firstBlock, this.plan) : [];
    return block === expected
      ? problems
      : [{ field: 'block', message: `must be ${expected}, is ${block}` }, ...problems];
  }
}

function planProblems(record: BlockRecord, firstBlock: number, plan: Plan): FieldProblem[] {
  const problems = warmupProblems(record, firstBlock, plan);
  if (record.discarded && !plan.strict)
    problems.push({ field: 'discarded', message: 'must be false: plan.strict is' });
  return problems;
}

function borderProblems({ before, after, disturbances, discarded }: BlockRecord): FieldProblem[] {
  const problems: FieldProblem[] = [];
  if (after.atNs < before.atNs) {
    const message = `must be at least before.atNs, which is ${before.atNs}, is ${after.atNs}`;
    problems.push({ field: 'after.atNs', message });
  }
  if (discarded && disturbances.length === 0) {
    problems.push({ field: 'discarded', message: 'must be false: nothing disturbed the block' });
  }
  return problems;
}
