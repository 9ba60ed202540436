import { randomInt } from 'node:crypto';
import { resolveWorkload } from '../../workloads/index.ts';
import type { Workload } from '../../workloads/workload.ts';
import { DEFAULT_PLAN, QUICK_PLAN } from '../experiment/plan.ts';
import type { RunOptions } from '../experiment/run.ts';
import { UsageError } from '../model/errors.ts';
import type { Plan } from '../model/schema.ts';
import { baselineWorkload } from './baseline-artifact.ts';
import type { MeasureOptions } from './bench-options.ts';
import { cacheDir } from './cache-dir.ts';
import type { Io } from './io.ts';
import { defaultRunners, parseRunnerNames } from './runner-names.ts';

const DEFAULT_WORKLOAD = 'catalog';

/** A run but for where it goes, who watches it and what ends it. */
export type PreparedRun = Omit<RunOptions, 'outPath' | 'signal' | 'observer'>;

/**
 * What the flags ask for, found and checked before anything is measured.
 * @throws UsageError for a runner, workload, event or baseline that is not there.
 */
export async function prepareRun(options: MeasureOptions, { env }: Io): Promise<PreparedRun> {
  const runnerNames = [
    ...(options.runners === undefined ? await defaultRunners() : parseRunnerNames(options.runners)),
    ...(options.variant ?? []).flatMap(parseRunnerNames),
  ];
  return {
    runnerNames,
    workloads: await resolveWorkloads(options, cacheDir(env)),
    plan: planOf(options),
    seed: options.seed ?? randomInt(2 ** 32),
    labels: options.label ?? {},
    command: process.argv.slice(2),
    cacheDir: cacheDir(env),
    useCache: options.cache,
  };
}

async function resolveWorkloads(
  { workload = [DEFAULT_WORKLOAD], input, baselineArtifact }: MeasureOptions,
  cache: string,
): Promise<Workload[]> {
  const workloads = await Promise.all(
    workload.map((name) => resolveWorkload(name, input === undefined ? {} : { inputPath: input })),
  );
  const names = workloads.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) {
    throw new UsageError('WORKLOAD_TWICE', `Two of the workloads are called '${twice}'.`, {
      remedy: 'Name each workload once; rename one of two files of the same name.',
    });
  }
  return baselineArtifact === undefined ? workloads : withBaseline(workloads, baselineArtifact, cache);
}

/** The baseline comes first: `compare` takes the first workload of a run as the old one. */
async function withBaseline(
  workloads: readonly Workload[],
  path: string,
  cache: string,
): Promise<Workload[]> {
  const [workload, second] = workloads;
  if (!workload || second) {
    throw new UsageError(
      'ONE_BASELINE',
      '--baseline-artifact is the baseline of one workload, not of several.',
      {
        remedy: 'Measure one workload at a time: name --workload once.',
      },
    );
  }
  return [await baselineWorkload(path, workload, cache), workload];
}

/** What is given wins; `--blocks` without a budget means just these blocks, however long they take. */
function planOf(options: MeasureOptions): Plan {
  const base = { ...DEFAULT_PLAN, ...(options.quick && QUICK_PLAN) };
  return {
    ...base,
    ...(options.blocks !== undefined && { blocks: options.blocks, budgetNs: null }),
    ...(options.budget !== undefined && { budgetNs: options.budget }),
    ...(options.precision !== undefined && { precision: options.precision }),
    ...(options.warmCalls !== undefined && { warmCalls: options.warmCalls }),
    ...(options.strict && { strict: true }),
    ...(options.timeout !== undefined && { timeoutNs: options.timeout }),
  };
}
