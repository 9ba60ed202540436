import { plannedWorkloads, readPlan } from '../fleet/read-plan.ts';
import { UsageError } from '../model/errors.ts';
import type { BenchOptions } from './bench-options.ts';
import { cacheDir } from './cache-dir.ts';
import type { Io } from './io.ts';
import type { PreparedRun } from './prepare-run.ts';

type PlannedOptions = BenchOptions & { readonly plan: string };

/** What the plan says, and what a flag would say differently on one machine only. */
const PLANNED = {
  workload: '--workload',
  input: '--input',
  baselineArtifact: '--baseline-artifact',
  runners: '--runners',
  variant: '--variant',
  conditions: '--conditions',
  full: '--full',
  rate: '--rate',
  loadDuration: '--load-duration',
  slo: '--slo',
  burstMax: '--burst-max',
  burstRate: '--burst-rate',
  densityMax: '--density-max',
  scaleRounds: '--scale-rounds',
  keepMemory: '--keep-memory',
  limits: '--limits',
  limitsRounds: '--limits-rounds',
  blocks: '--blocks',
  budget: '--budget',
  precision: '--precision',
  warmCalls: '--warm-calls',
  seed: '--seed',
  quick: '--quick',
  strict: '--strict',
  timeout: '--timeout',
} as const satisfies Partial<Record<keyof BenchOptions, string>>;

/** @throws UsageError `PART_WITHOUT_PLAN` */
export function isPlanned(options: BenchOptions): options is PlannedOptions {
  if (options.plan !== undefined) return true;
  if (options.part === undefined) return false;
  throw new UsageError('PART_WITHOUT_PLAN', '--part names a part of a plan, and --plan is absent.', {
    remedy: 'Add --plan FOLDER, the folder that `coldbench plan --out` wrote.',
  });
}

/**
 * The part of a plan that this machine runs; its labels may be added to, and nothing else be changed.
 * @throws UsageError `PLANNED_ALREADY`, `UNKNOWN_PART`, `PLAN_NOT_FOUND`; ColdbenchError of the plan and its files.
 */
export async function preparePart(options: PlannedOptions, { env }: Io): Promise<PreparedRun> {
  refusePlanned(options);
  const read = await readPlan(options.plan);
  const { file, planSha256 } = read;
  const names = file.parts.map(({ part }) => part);
  const part = file.parts.find((one) => one.part === (options.part ?? (names.length === 1 ? names[0] : '')));
  if (!part) throw unknownPart(options.part, names);
  return {
    workloads: await plannedWorkloads(read),
    runnerNames: file.runners,
    plan: part.plan,
    seed: part.seed,
    labels: { ...file.labels, ...options.label },
    part: {
      planSha256,
      mode: file.mode,
      planSeed: file.seed,
      planPrecision: file.plan.precision,
      part: part.part,
      parts: names,
    },
    command: process.argv.slice(2),
    cacheDir: cacheDir(env),
    useCache: options.cache,
  };
}

function refusePlanned(options: BenchOptions): void {
  const given = Object.entries(PLANNED).find(([name]) => options[name as keyof typeof PLANNED] !== undefined);
  if (!given) return;
  throw new UsageError('PLANNED_ALREADY', `${given[1]} is what the plan says, for all machines alike.`, {
    remedy: `Leave it out, or make another plan with it: coldbench plan … ${given[1]} ….`,
  });
}

/** Of many parts, enough to see what they are called. */
const MOST_NAMES = 20;

function unknownPart(asked: string | undefined, names: readonly string[]): UsageError {
  const shown = names.slice(0, MOST_NAMES).join(', ') + (names.length > MOST_NAMES ? ', …' : '');
  const what = asked === undefined ? 'The plan has several parts.' : `The plan has no part '${asked}'.`;
  return new UsageError('UNKNOWN_PART', what, { remedy: `Name one of its parts with --part: ${shown}.` });
}
