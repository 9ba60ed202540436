import type { BlockRecord, Plan, StopReason, Subject, Trial } from '../model/schema.ts';
import type { Ns } from '../model/units.ts';
import { BlockWatch } from './block-watch.ts';
import { blockOrder } from './plan.ts';
import { Precision } from './precision.ts';
import { bareSubject, type UnpackagedSubject } from './prepare.ts';
import { now } from './stamps.ts';
import type { PreparedSubjects } from './starts.ts';
import { type CheckedCall, runTrial, type TrialSession } from './trial.ts';
import { failedTrial, skippedTrial, type TrialPlace, unstartableTrial } from './trial-records.ts';

export interface BlockRun {
  readonly seed: number;
  readonly subjects: PreparedSubjects['subjects'];
  readonly calls: ReadonlyMap<string, CheckedCall>;
  readonly session: TrialSession;
  /** Puts a record on disk; awaited before the next trial starts. */
  readonly save: (record: Trial | BlockRecord) => Promise<void>;
  readonly onTrial: (trial: Trial, blocks: BlockProgress) => void;
}

export interface BlockProgress {
  readonly block: number;
  readonly plan: Plan;
  readonly elapsedNs: Ns;
  /** Until the budget or the blocks end, whichever the run will meet first; null before it can be told. */
  readonly leftNs: Ns | null;
}

export interface BlocksOutcome {
  readonly stopReason: StopReason;
  readonly measuringNs: Ns;
  readonly insideTrialsNs: Ns;
}

/** After this many failures in a row a subject is given up: its trials would only eat the budget of the others. */
const FAILURES_TO_GIVE_UP = 3;
const GIVEN_UP = `given up after ${FAILURES_TO_GIVE_UP} failures in a row`;

type StartableSubject = PreparedSubjects['subjects'][number];

/** What no block has: each has one record in the first, and never runs. */
export interface NeverRun {
  readonly unpackaged: readonly UnpackagedSubject[];
  readonly unstartable: PreparedSubjects['unstartable'];
}

/** Runs block after block until the precision is reached, or the blocks or the budget end, or the run is interrupted. */
export async function runBlocks(run: BlockRun, neverRun: NeverRun): Promise<BlocksOutcome> {
  const blocks = new Blocks(run);
  await blocks.saveNeverRun(neverRun);
  const stopReason = await blocks.run().catch((error: unknown) => {
    if (run.session.signal.aborted) return 'interrupted' as const;
    throw error;
  });
  return { stopReason, measuringNs: blocks.elapsedNs, insideTrialsNs: blocks.insideTrialsNs };
}

class Blocks {
  insideTrialsNs: Ns = 0;
  readonly #run: BlockRun;
  readonly #precision: Precision;
  readonly #watch: BlockWatch;
  readonly #failuresInARow = new Map<string, number>();
  #trial = 0;

  constructor(run: BlockRun) {
    this.#run = run;
    this.#precision = new Precision(run.subjects, run.session.plan.precision);
    this.#watch = new BlockWatch(run.session.plan);
  }

  get elapsedNs(): Ns {
    return Number(now() - this.#run.session.originNs);
  }

  async saveNeverRun({ unpackaged, unstartable }: NeverRun): Promise<void> {
    let position = this.#run.subjects.length;
    const nextPlace = (subject: Subject): TrialPlace => {
      const place = { ...this.#place(0, position, subject), warmup: false };
      position += 1;
      return place;
    };
    for (const subject of unpackaged)
      await this.#save(failedTrial(nextPlace(subject), 'package', subject.error));
    for (const subject of unstartable) await this.#save(unstartableTrial(nextPlace(subject), subject.reason));
  }

  async run(): Promise<StopReason> {
    const { plan } = this.#run.session;
    for (let block = 0; ; block += 1) {
      await this.#runBlock(block);
      if (this.#allGivenUp()) return 'failed';
      const measured = this.#watch.kept;
      if (plan.blocks !== null && measured >= plan.blocks) return 'blocks';
      if (plan.blocks === null && this.#precision.reached(measured)) return 'precision';
      const perBlockNs = this.elapsedNs / (block + 1);
      if (plan.budgetNs !== null && measured > 0 && this.elapsedNs + perBlockNs > plan.budgetNs)
        return 'budget';
    }
  }

  async #runBlock(block: number): Promise<void> {
    const { subjects, seed } = this.#run;
    const trials: Trial[] = [];
    for (const [position, subject] of blockOrder(subjects, seed, block).entries()) {
      const trial = await this.#runOne(this.#place(block, position, subject), subject);
      trials.push(trial);
      this.#run.onTrial(trial, this.#progress(block, position));
    }
    const record = this.#watch.close(block);
    await this.#run.save(record);
    if (!record.discarded) for (const trial of trials) this.#precision.add(trial);
  }

  async #runOne(place: TrialPlace, subject: StartableSubject): Promise<Trial> {
    this.#run.session.signal.throwIfAborted();
    const trial = this.#isGivenUp(subject)
      ? skippedTrial(place, GIVEN_UP)
      : await this.#measure(place, subject);
    await this.#save(trial);
    return trial;
  }

  async #measure(place: TrialPlace, subject: StartableSubject): Promise<Trial> {
    const call = this.#run.calls.get(subject.workload);
    if (!call) throw new Error(`no input for workload ${subject.workload}`);
    const trial = await runTrial(place, subject.start, call, this.#run.session);
    const failed = trial.status === 'failed';
    this.#failuresInARow.set(
      subject.subject,
      failed ? (this.#failuresInARow.get(subject.subject) ?? 0) + 1 : 0,
    );
    if (trial.status === 'completed') this.insideTrialsNs += trial.stoppedNs;
    return trial;
  }

  #progress(block: number, position: number): BlockProgress {
    const { plan } = this.#run.session;
    const { elapsedNs } = this;
    const blocksDone = block + (position + 1) / this.#run.subjects.length;
    const untilBlocks =
      plan.blocks === null ? Infinity : (elapsedNs / blocksDone) * (plan.blocks + plan.warmupBlocks);
    const endNs = Math.min(plan.budgetNs ?? Infinity, untilBlocks);
    return { block, plan, elapsedNs, leftNs: Number.isFinite(endNs) ? Math.max(0, endNs - elapsedNs) : null };
  }

  #place(block: number, position: number, subject: Subject): TrialPlace {
    const warmup = block < this.#run.session.plan.warmupBlocks;
    return { trial: this.#trial, block, position, warmup, subject: bareSubject(subject) };
  }

  async #save(trial: Trial): Promise<void> {
    await this.#run.save(trial);
    this.#trial += 1;
  }

  #isGivenUp({ subject }: Subject): boolean {
    return (this.#failuresInARow.get(subject) ?? 0) >= FAILURES_TO_GIVE_UP;
  }

  #allGivenUp(): boolean {
    return this.#run.subjects.every((subject) => this.#isGivenUp(subject));
  }
}
