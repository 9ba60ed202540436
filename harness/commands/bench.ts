import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { resolveWorkload } from '../../workloads/index.ts';
import type { Workload } from '../../workloads/workload.ts';
import { DEFAULT_PLAN, QUICK_PLAN } from '../experiment/plan.ts';
import { runBenchmark } from '../experiment/run.ts';
import { UsageError } from '../model/errors.ts';
import type { Plan } from '../model/schema.ts';
import { summarizeFile } from '../report/summary.ts';
import { type NextCommand, shellPath } from '../report/terminal.ts';
import { baselineWorkload } from './baseline-artifact.ts';
import type { BenchOptions } from './bench-options.ts';
import { cacheDir } from './cache-dir.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { catchInterruption } from './interruption.ts';
import type { Io } from './io.ts';
import { observeRun } from './observe-run.ts';
import { parseRunnerNames } from './runner-names.ts';
import { printJson, printReport } from './show.ts';

const DEFAULT_WORKLOAD = 'catalog';

/** `coldbench bench`: one run, its file, its summary. */
export async function bench(options: BenchOptions, io: Io): Promise<ExitCode> {
  const runnerNames = parseRunnerNames(options.runners);
  const workloads = await resolveWorkloads(options, cacheDir(io.env));
  const outPath = options.out ?? defaultOutPath(workloads);
  const observation = observeRun(io);
  const interruption = catchInterruption(observation.observer.note);
  try {
    const { stopReason } = await runBenchmark({
      workloads,
      runnerNames,
      plan: planOf(options),
      seed: options.seed ?? randomInt(2 ** 32),
      labels: options.label ?? {},
      command: process.argv.slice(2),
      outPath,
      cacheDir: cacheDir(io.env),
      useCache: options.cache,
      signal: interruption.signal,
      observer: observation.observer,
    });
    observation.done();
    const summary = await summarizeFile(outPath);
    if (options.json) printJson(summary, io);
    else printReport(summary, nextCommands(outPath, workloads), io);
    if (stopReason === 'interrupted') return interruption.exitCode ?? EXIT.interrupted;
    return summary.subjects.some(({ trials }) => trials.failed > 0) ? EXIT.failed : EXIT.ok;
  } catch (error) {
    if (interruption.exitCode !== null && interruption.signal.reason === error) return interruption.exitCode;
    throw error;
  } finally {
    observation.done();
    interruption.release();
  }
}

const nextCommands = (path: string, workloads: readonly Workload[]): NextCommand[] => [
  ...(workloads.length > 1
    ? [
        {
          command: `npx coldbench compare ${shellPath(path)}`,
          purpose: 'the workloads with each other, by block',
        },
      ]
    : []),
  {
    command: `npx coldbench report ${shellPath(path)}`,
    purpose: 'every chart and trial, as one HTML page',
  },
  { command: `npx coldbench show ${shellPath(path)}`, purpose: 'this report again' },
  { command: `npx coldbench validate ${shellPath(path)}`, purpose: 'is the file sound?' },
];

async function resolveWorkloads(
  { workload = [DEFAULT_WORKLOAD], input, baselineArtifact }: BenchOptions,
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
function planOf(options: BenchOptions): Plan {
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

function defaultOutPath(workloads: readonly Workload[]): string {
  const time = new Date().toISOString().slice(0, 19).replaceAll(':', '').replace('T', '-');
  const what = workloads
    .map(({ name }) => name)
    .join('+')
    .slice(0, 60);
  return join('results', `${time}-${what}.ndjson`);
}
