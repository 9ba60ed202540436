import type { RunnerSpec } from '../../runners/runner.ts';
import { probeRunners } from '../experiment/prepare.ts';
import { formatPlan } from '../fleet/format-plan.ts';
import type { PlanFile } from '../fleet/plan-schema.ts';
import type { PlanMode } from '../fleet/split.ts';
import { writePlan } from '../fleet/write-plan.ts';
import { ColdbenchError, UsageError } from '../model/errors.ts';
import { formatJson } from '../report/json-summary.ts';
import { terminalOptions } from '../report/terminal-options.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import type { Io } from './io.ts';
import type { PlanOptions } from './plan-options.ts';
import { prepareRun } from './prepare-run.ts';

/** `coldbench plan`: measures nothing; writes what other machines will. */
export async function plan(options: PlanOptions, io: Io): Promise<ExitCode> {
  const { mode, names } = requireMode(options);
  const { workloads, runnerNames, plan: asked, seed, labels, cacheDir } = await prepareRun(options, io);
  const runners = options.runners === undefined ? await workingRunners(runnerNames) : runnerNames;
  const request = { mode, names, workloads, runners: [...runners], plan: asked, seed, labels: { ...labels } };
  const file = await writePlan(request, options.out, cacheDir);
  io.stdout.write(options.json ? `${formatJson(file)}\n` : planText(file, options.out, io));
  return EXIT.ok;
}

const planText = (file: PlanFile, folder: string, io: Io): string =>
  formatPlan(file, folder, terminalOptions(io.stdout, io.env));

/** There is no default: each mode answers a question of its own. */
function requireMode({ split, replicate }: PlanOptions): { mode: PlanMode; names: readonly string[] } {
  if (split && !replicate) return { mode: 'split', names: split };
  if (replicate && !split) return { mode: 'replicate', names: replicate };
  throw new UsageError(
    'SPLIT_OR_REPLICATE',
    split ? 'A plan is a --split or a --replicate, not both.' : 'How do the machines relate to the blocks?',
    {
      remedy:
        '--split N: N like machines share the blocks. --replicate N: each of N machines runs all of them.',
    },
  );
}

/** A plan names its runners, since "all that work" would mean something else on each machine. */
async function workingRunners(names: readonly RunnerSpec[]): Promise<RunnerSpec[]> {
  const { available, skipped } = await probeRunners(names);
  if (available.length > 0) return available.map(({ runner }) => runner.name);
  throw new ColdbenchError('NOTHING_TO_PLAN', `No runner works here: ${skipped[0]?.reason ?? ''}`, {
    remedy: 'Name those of the other machines, as in --runners process,container.',
  });
}
