import { join } from 'node:path';
import type { Workload } from '../../workloads/workload.ts';
import { runBenchmark } from '../experiment/run.ts';
import { CONDITIONS } from '../model/conditions.ts';
import { summarizeFile } from '../report/summary.ts';
import { type NextCommand, shellPath } from '../report/terminal.ts';
import type { BenchOptions } from './bench-options.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { catchInterruption } from './interruption.ts';
import type { Io } from './io.ts';
import { limitsPlan } from './limits-options.ts';
import { loadPlan } from './load-options.ts';
import { observeRun } from './observe-run.ts';
import { isPlanned, preparePart } from './prepare-part.ts';
import { type PreparedRun, prepareRun } from './prepare-run.ts';
import { scalePlan } from './scale-options.ts';
import { printJson, printReport } from './show.ts';

/** `coldbench bench`: one run, its file, its summary. */
export async function bench(options: BenchOptions, io: Io): Promise<ExitCode> {
  const prepared = await (isPlanned(options) ? preparePart(options, io) : prepareRun(options, io));
  const conditions = options.full ? CONDITIONS : (options.conditions ?? ['cold' as const]);
  const { workloads } = prepared;
  const outPath = options.out ?? defaultOutPath(prepared);
  const observation = observeRun(io);
  const interruption = catchInterruption(observation.observer.note);
  try {
    const { stopReason, studyFailures } = await runBenchmark({
      ...prepared,
      plan: {
        ...prepared.plan,
        ...loadPlan(options, conditions),
        ...scalePlan(options, conditions),
        ...limitsPlan(options, conditions),
      },
      conditions,
      outPath,
      signal: interruption.signal,
      observer: observation.observer,
    });
    observation.done();
    const summary = await summarizeFile(outPath);
    if (options.json) printJson(summary, io);
    else printReport(summary, nextCommands(outPath, workloads), io);
    if (stopReason === 'interrupted') return interruption.exitCode ?? EXIT.interrupted;
    const failed = studyFailures > 0 || summary.subjects.some(({ trials }) => trials.failed > 0);
    return failed ? EXIT.failed : EXIT.ok;
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

function defaultOutPath({ workloads, part }: PreparedRun): string {
  if (part) return join('results', `${part.planSha256.slice(0, 8)}-part-${part.part}.ndjson`);
  const time = new Date().toISOString().slice(0, 19).replaceAll(':', '').replace('T', '-');
  const what = workloads
    .map(({ name }) => name)
    .join('+')
    .slice(0, 60);
  return join('results', `${time}-${what}.ndjson`);
}
