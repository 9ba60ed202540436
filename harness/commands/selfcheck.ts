import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { DEFAULT_RUNNERS } from '../../runners/runner.ts';
import { resolveWorkload } from '../../workloads/index.ts';
import { DEFAULT_PLAN, NO_PRECISION } from '../experiment/plan.ts';
import type { Plan } from '../model/schema.ts';
import { formatJson } from '../report/json-summary.ts';
import { terminalOptions } from '../report/terminal-options.ts';
import { formatSelfcheck } from '../selfcheck/format.ts';
import { toJsonReport } from '../selfcheck/json.ts';
import { measureSelfcheck, type SelfcheckPlan } from '../selfcheck/measure.ts';
import { DEFAULT_SHARES } from '../selfcheck/probes.ts';
import { readReport, type SelfcheckReport } from '../selfcheck/report.ts';
import { cacheDir } from './cache-dir.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { catchInterruption } from './interruption.ts';
import type { Io } from './io.ts';
import { observeRun } from './observe-run.ts';
import { parseRunnerNames } from './runner-names.ts';
import type { SelfcheckOptions } from './selfcheck-options.ts';

/** `coldbench selfcheck`: measures the instrument, or judges the files of an earlier self-check again. */
export async function selfcheck(
  files: readonly string[],
  options: SelfcheckOptions,
  io: Io,
): Promise<ExitCode> {
  if (files.length === 0) return measureAndReport(options, io);
  const report = await readReport(files);
  print(report, false, options, io);
  return exitCodeOf(report);
}

async function measureAndReport(options: SelfcheckOptions, io: Io): Promise<ExitCode> {
  const plan = await planOf(options);
  const observation = observeRun(io);
  const { observer } = observation;
  const interruption = catchInterruption(observer.note);
  const paths: string[] = [];
  try {
    const context = {
      command: process.argv.slice(2),
      cacheDir: cacheDir(io.env),
      useCache: options.cache,
      signal: interruption.signal,
      observer,
    };
    await measureSelfcheck(plan, context, (path) => paths.push(path)).catch((error: unknown) => {
      if (interruption.signal.reason !== error) throw error;
    });
  } finally {
    observation.done();
    interruption.release();
  }
  const report = await readReport(paths);
  print(report, interruption.exitCode !== null, options, io);
  return interruption.exitCode ?? exitCodeOf(report);
}

async function planOf(options: SelfcheckOptions): Promise<SelfcheckPlan> {
  return {
    source: await resolveWorkload(options.workload),
    runnerNames: parseRunnerNames(options.runners),
    floorNames: options.floor ? DEFAULT_RUNNERS : [],
    shares: [...new Set(options.delay ?? DEFAULT_SHARES)].sort((a, b) => a - b),
    repeats: options.repeat,
    plan: repeatPlan(options),
    seed: options.seed ?? randomInt(2 ** 32),
    outPrefix: join(options.out, `selfcheck-${fileTime()}`),
  };
}

const fileTime = (): string => new Date().toISOString().slice(0, 19).replaceAll(':', '').replace('T', '-');

function repeatPlan(options: SelfcheckOptions): Plan {
  return {
    ...DEFAULT_PLAN,
    precision: NO_PRECISION,
    warmCalls: options.warmCalls,
    ...(options.blocks !== undefined && { blocks: options.blocks, budgetNs: null }),
    ...(options.budget !== undefined && { budgetNs: options.budget }),
    ...(options.timeout !== undefined && { timeoutNs: options.timeout }),
  };
}

function print(
  report: SelfcheckReport | null,
  interrupted: boolean,
  { json = false }: SelfcheckOptions,
  io: Io,
): void {
  if (json) io.stdout.write(formatJson(toJsonReport(report, interrupted)));
  else if (report) io.stdout.write(formatSelfcheck(report, terminalOptions(io.stdout, io.env)));
  if (interrupted)
    io.stderr.write('coldbench: interrupted; the report has only what was complete by then.\n');
}

/** A false alarm is a finding, not a failure: the report says it. */
function exitCodeOf(report: SelfcheckReport | null): ExitCode {
  const failed = report?.checks.some(({ repeats }) => repeats.some(({ failedTrials }) => failedTrials > 0));
  return failed ? EXIT.failed : EXIT.ok;
}
