import type { FieldProblem } from './codec-problems.ts';
import type { Plan, ResultRecord, Trial } from './schema.ts';

/** Looks at the trials as a row: their numbers, their blocks, and that no two ran at the same time. */
export function checkSequence(): (record: ResultRecord) => FieldProblem[] {
  const sequence = new TrialSequence();
  return (record) => {
    if (record.kind === 'manifest') sequence.plan = record.plan;
    return record.kind === 'trial' ? sequence.add(record) : [];
  };
}

/** A subject that could not be packaged has one failed trial, in the first block, and never ran. */
const neverRan = (trial: Trial): boolean => trial.status === 'failed' && trial.step === 'package';

class TrialSequence {
  plan: Plan | undefined;
  #trial = -1;
  #block = 0;
  #stoppedNs = 0;
  #positions = new Set<number>();
  #subjects = new Set<string>();
  #unpackaged = new Set<string>();
  /** The subjects of block 0, which every block has. */
  #expected: ReadonlySet<string> | undefined;

  add(trial: Trial): FieldProblem[] {
    return [
      ...this.#numberProblems(trial),
      ...this.#blockProblems(trial),
      ...this.#placeProblems(trial),
      ...this.#warmupProblems(trial),
      ...this.#timeProblems(trial),
    ];
  }

  #numberProblems({ trial }: Trial): FieldProblem[] {
    const expected = this.#trial + 1;
    this.#trial = trial;
    return trial === expected ? [] : [{ field: 'trial', message: `must be ${expected}, is ${trial}` }];
  }

  #blockProblems({ block }: Trial): FieldProblem[] {
    const [before, seen] = [this.#block, this.#subjects];
    if (block === before) return [];
    this.#block = block;
    this.#positions = new Set();
    this.#subjects = new Set();
    if (block !== before + 1) {
      return [{ field: 'block', message: `must be ${before} or ${before + 1}, is ${block}` }];
    }
    this.#expected ??= seen;
    const missing = [...this.#expected].filter((subject) => !seen.has(subject));
    return missing.map((subject) => ({
      field: 'block',
      message: `begins, and block ${before} has no trial of ${subject}`,
    }));
  }

  #placeProblems(trial: Trial): FieldProblem[] {
    const { block, position, subject } = trial;
    const subjects = neverRan(trial) ? this.#unpackaged : this.#subjects;
    const problems: FieldProblem[] = [];
    if (this.#positions.has(position)) {
      problems.push({
        field: 'position',
        message: `must be another: block ${block} has ${position} already`,
      });
    }
    if (subjects.has(subject)) {
      problems.push({ field: 'subject', message: `must be another: block ${block} has ${subject} already` });
    }
    if (this.#expected && !this.#expected.has(subject)) {
      problems.push({ field: 'subject', message: `must be one of those in block 0, is ${subject}` });
    }
    this.#positions.add(position);
    subjects.add(subject);
    return problems;
  }

  #warmupProblems(trial: Trial): FieldProblem[] {
    if (!this.plan || neverRan(trial)) return [];
    const expected = trial.block < this.plan.warmupBlocks;
    if (trial.warmup === expected) return [];
    const message = `must be ${expected} in block ${trial.block}, since plan.warmupBlocks is ${this.plan.warmupBlocks}`;
    return [{ field: 'warmup', message }];
  }

  #timeProblems(trial: Trial): FieldProblem[] {
    if (trial.status !== 'completed') return [];
    const earliestNs = this.#stoppedNs;
    this.#stoppedNs = trial.launchNs + trial.stoppedNs;
    if (trial.launchNs >= earliestNs) return [];
    return [
      {
        field: 'launchNs',
        message: `must be at least ${earliestNs}, when the trial before stopped, is ${trial.launchNs}`,
      },
    ];
  }
}
