import type { FieldProblem } from './codec-problems.ts';
import { neverRan } from './never-ran.ts';
import type { PartRecord, Plan, ResultRecord, Trial } from './schema.ts';

/**
 * Looks at the trials as a row: their numbers, their blocks, and that no two ran at the same time. In a merged file
 * every part is a row of its own, whose numbers go on from those of the part before.
 */
export function checkSequence(): (record: ResultRecord) => FieldProblem[] {
  const sequence = new TrialSequence();
  return (record) => {
    if (record.kind === 'manifest') sequence.plan = record.plan;
    if (record.kind === 'part') return sequence.beginPart(record);
    return record.kind === 'trial' ? sequence.add(record) : [];
  };
}

class TrialSequence {
  plan: Plan | undefined;
  #trial = -1;
  #firstBlock = 0;
  #block = 0;
  #hasTrials = false;
  #stoppedNs = 0;
  #positions = new Set<number>();
  #subjects = new Set<string>();
  #neverRan = new Set<string>();
  /** The subjects of the first block, which every block has. */
  #expected: ReadonlySet<string> | undefined;

  /** What was true of the part before says nothing of this one: it ran on another machine, with a clock of its own. */
  beginPart({ firstBlock, firstTrial }: PartRecord): FieldProblem[] {
    const expected = {
      firstBlock: this.#hasTrials ? this.#block + 1 : this.#firstBlock,
      firstTrial: this.#trial + 1,
    };
    this.#firstBlock = expected.firstBlock;
    this.#block = expected.firstBlock;
    this.#hasTrials = false;
    this.#stoppedNs = 0;
    this.#positions = new Set();
    this.#subjects = new Set();
    this.#neverRan = new Set();
    this.#expected = undefined;
    return [
      ...mustBe('firstBlock', expected.firstBlock, firstBlock),
      ...mustBe('firstTrial', expected.firstTrial, firstTrial),
    ];
  }

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
    this.#hasTrials = true;
    return mustBe('trial', expected, trial);
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
    const subjects = neverRan(trial) ? this.#neverRan : this.#subjects;
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
      problems.push({
        field: 'subject',
        message: `must be one of those in block ${this.#firstBlock}, is ${subject}`,
      });
    }
    this.#positions.add(position);
    subjects.add(subject);
    return problems;
  }

  #warmupProblems(trial: Trial): FieldProblem[] {
    if (!this.plan || neverRan(trial)) return [];
    return warmupProblems(trial, this.#firstBlock, this.plan);
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

/** Every part of a merged file has warm-up blocks of its own, from its first block on. */
export function warmupProblems(
  { block, warmup }: Pick<Trial, 'block' | 'warmup'>,
  firstBlock: number,
  { warmupBlocks }: Plan,
): FieldProblem[] {
  const expected = block - firstBlock < warmupBlocks;
  if (warmup === expected) return [];
  const from = firstBlock === 0 ? '' : ` and its part begins with block ${firstBlock}`;
  const message = `must be ${expected} in block ${block}, since plan.warmupBlocks is ${warmupBlocks}${from}`;
  return [{ field: 'warmup', message }];
}

const mustBe = (field: string, expected: number, actual: number): FieldProblem[] =>
  actual === expected ? [] : [{ field, message: `must be ${expected}, is ${actual}` }];
