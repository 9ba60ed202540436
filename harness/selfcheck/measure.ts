import type { RunnerSpec } from '../../runners/runner.ts';
import { resolveWorkload } from '../../workloads/index.ts';
import { FLOOR_WORKLOAD, type Workload } from '../../workloads/workload.ts';
import { loadComparable } from '../compare/load.ts';
import { openJournal, type RunJournal } from '../experiment/journal.ts';
import { DEFAULT_PLAN } from '../experiment/plan.ts';
import { type RunOptions, runBenchmark } from '../experiment/run.ts';
import type { Plan } from '../model/schema.ts';
import type { Ns } from '../model/units.ts';
import { createRandom, median } from '../stats/index.ts';
import { measureBareLaunches } from './bare-launch.ts';
import { calibrationLabels, floorLabels, repeatLabels } from './labels.ts';
import { makeProbes, makeTwins } from './probes.ts';

/** What a run of coldbench needs besides what is measured. */
export type RunContext = Pick<RunOptions, 'command' | 'cacheDir' | 'useCache' | 'signal' | 'observer'>;

export interface SelfcheckPlan {
  /** What is measured under several names. */
  readonly source: Workload;
  /** Each is checked by itself: a delay is a share of the runner's own cold start. */
  readonly runnerNames: readonly RunnerSpec[];
  /** The runners of which the floor is measured; none to leave it out. */
  readonly floorNames: readonly RunnerSpec[];
  readonly shares: readonly number[];
  readonly repeats: number;
  /** Of one repeat. */
  readonly plan: Plan;
  readonly seed: number;
  /** The beginning of the files' paths. */
  readonly outPrefix: string;
}

const FLOOR_BLOCKS = 8;
const CALIBRATION_BLOCKS = 15;
const BARE_LAUNCHES = 30;

/** Told the path of each result set as soon as it is complete. */
type OnFile = (path: string) => void;

/**
 * Measures floor, calibration and repeats, each into a result set of its own. Ends early, without an error, when it
 * is interrupted; what was complete by then has been told.
 */
export async function measureSelfcheck(
  plan: SelfcheckPlan,
  context: RunContext,
  onFile: OnFile,
): Promise<void> {
  const journal = openJournal();
  try {
    const session = new Session(plan, context, journal, onFile);
    if (plan.floorNames.length > 0) await session.floor();
    for (const runner of plan.runnerNames) await session.check(runner);
  } finally {
    journal.close();
  }
}

class Session {
  readonly #plan: SelfcheckPlan;
  readonly #context: RunContext;
  readonly #journal: RunJournal;
  readonly #onFile: OnFile;

  constructor(plan: SelfcheckPlan, context: RunContext, journal: RunJournal, onFile: OnFile) {
    this.#plan = plan;
    this.#context = context;
    this.#journal = journal;
    this.#onFile = onFile;
  }

  async floor(): Promise<void> {
    const { observer, signal } = this.#context;
    observer.note('Floor: the bare launch of `true`, and the empty workload on every runner.');
    const bareLaunchNs = await measureBareLaunches({ count: BARE_LAUNCHES, journal: this.#journal, signal });
    await this.#run('floor', {
      workloads: [await resolveWorkload(FLOOR_WORKLOAD)],
      runnerNames: this.#plan.floorNames,
      plan: { ...DEFAULT_PLAN, blocks: FLOOR_BLOCKS, budgetNs: null },
      labels: floorLabels(bareLaunchNs),
    });
  }

  /** Calibration, then the repeats, which only differ in the order of their subjects. */
  async check(runner: RunnerSpec): Promise<void> {
    const { source, shares, repeats, plan } = this.#plan;
    const twins = await makeTwins(source, this.#journal.scratchDir);
    const coldStartNs = shares.length > 0 ? await this.#calibrate(runner, twins.base) : 0;
    if (coldStartNs === null) return;
    const probes = await makeProbes(source, shares, coldStartNs, this.#journal.scratchDir);
    for (let repeat = 1; repeat <= repeats && !this.#context.signal.aborted; repeat += 1) {
      this.#context.observer.note(`Repeat ${repeat} of ${repeats}: ${source.name} as ${runner}.`);
      await this.#run(`${runner}-${repeat}`, {
        workloads: [twins.base, twins.again, ...probes.map(({ workload }) => workload)],
        runnerNames: [runner],
        plan,
        labels: repeatLabels(source.name, probes),
      });
    }
  }

  /** The base's median cold start; null when interrupted. */
  async #calibrate(runner: RunnerSpec, base: Workload): Promise<Ns | null> {
    if (this.#context.signal.aborted) return null;
    this.#context.observer.note(`Calibration: how long does ${this.#plan.source.name} take as ${runner}?`);
    const path = await this.#run(`${runner}-calibration`, {
      workloads: [base],
      runnerNames: [runner],
      plan: { ...this.#plan.plan, blocks: CALIBRATION_BLOCKS, budgetNs: null },
      labels: calibrationLabels(this.#plan.source.name),
    });
    if (this.#context.signal.aborted) return null;
    const { subjects } = await loadComparable(path);
    return median([...subjects.values()].flatMap((series) => series.of('coldStart').values));
  }

  async #run(
    name: string,
    what: Pick<RunOptions, 'workloads' | 'runnerNames' | 'plan' | 'labels'>,
  ): Promise<string> {
    const outPath = `${this.#plan.outPrefix}-${name}.ndjson`;
    const seed = createRandom(this.#plan.seed)
      .derive(name)
      .int(2 ** 32);
    const { stopReason } = await runBenchmark({ ...this.#context, ...what, seed, outPath });
    if (stopReason !== 'interrupted') this.#onFile(outPath);
    return outPath;
  }
}
