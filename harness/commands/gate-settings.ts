import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { resolveWorkload, type Workload } from '../../workloads/index.ts';
import { type BaselineSource, baselineSource } from '../gate/baseline/index.ts';
import { DEFAULT_METRICS, type GateRules } from '../gate/rules.ts';
import { UsageError } from '../model/errors.ts';
import type { GateFlags } from './gate-options.ts';
import { historyFolder } from './history-folder.ts';
import type { Io } from './io.ts';
import { requireMetric } from './metric-name.ts';
import { type PreparedRun, prepareRun } from './prepare-run.ts';

/** What a gate starts from: a file that is there, or a run that is to be made. */
export type Candidate =
  | { readonly is: 'file'; readonly path: string; readonly workloads: readonly Workload[] }
  | { readonly is: 'run'; readonly prepared: PreparedRun };

/** Null when the old code is in the candidate's own blocks. */
export type Baseline = BaselineSource | null;

export const rulesOf = (flags: GateFlags): GateRules => ({
  failOn: flags.failOn,
  threshold: flags.threshold,
  metrics: flags.metric?.map((name) => requireMetric(name).name) ?? DEFAULT_METRICS,
  inconclusive: flags.inconclusive,
  noBaseline: flags.noBaseline,
  minQuietness: flags.minQuietness,
  maxDisturbed: flags.maxDisturbed,
});

/** @throws UsageError for flags that contradict each other or name what is not there. */
export async function candidateOf(file: string | undefined, flags: GateFlags, io: Io): Promise<Candidate> {
  refuseTwoBaselines(flags);
  const prepared = file === undefined ? await prepareRun(flags, io) : null;
  if (file !== undefined) refuseMeasuring(flags);
  const input = flags.input === undefined ? {} : { inputPath: flags.input };
  const workloads = prepared?.workloads ?? (await resolveAll(flags.workload ?? [], input));
  if (flags.baselineModule !== undefined) {
    await resolveWorkload(flags.baselineModule);
    if (prepared) requireOneWorkload(prepared.workloads.length);
  }
  return prepared ? { is: 'run', prepared } : { is: 'file', path: file ?? '', workloads };
}

/** @throws UsageError `ONE_BASELINE` where `--baseline-module` would be the old code of several workloads. */
export function requireOneWorkload(count: number): void {
  if (count <= 1) return;
  throw new UsageError('ONE_BASELINE', '--baseline-module is the old code of one workload, not of several.', {
    remedy: 'Judge one workload at a time.',
  });
}

function refuseTwoBaselines({ baseline, baselineArtifact }: GateFlags): void {
  if (baseline === undefined || baselineArtifact === undefined) return;
  throw new UsageError('TWO_BASELINES', '--baseline and --baseline-artifact are two baselines.', {
    remedy: 'Keep --baseline-artifact to measure both in the same blocks; it is the finer one.',
  });
}

const resolveAll = (names: readonly string[], options: { inputPath?: string }): Promise<Workload[]> =>
  Promise.all(names.map((name) => resolveWorkload(name, options)));

/** Flags that say how a candidate is measured; what else is of bench serves the confirmation too. */
const MEASURING = [
  ['runners', '--runners'],
  ['blocks', '--blocks'],
  ['budget', '--budget'],
  ['precision', '--precision'],
  ['warmCalls', '--warm-calls'],
  ['quick', '--quick'],
  ['strict', '--strict'],
  ['label', '--label'],
  ['baselineArtifact', '--baseline-artifact'],
] as const satisfies readonly (readonly [keyof GateFlags, string])[];

function refuseMeasuring(flags: GateFlags): void {
  const given = MEASURING.find(([key]) => flags[key] !== undefined)?.[1];
  if (given === undefined) return;
  throw new UsageError('CANDIDATE_GIVEN', `The candidate is a file: ${given} would have no effect.`, {
    remedy: `Leave ${given} out, or leave the file out to measure now.`,
  });
}

/** @throws UsageError when there is none; errors of the reader for a file. */
export async function baselineOf(candidate: Candidate, flags: GateFlags, io: Io): Promise<Baseline> {
  const { baseline, baselineArtifact } = flags;
  if (baseline !== undefined) return baselineSource(baseline, historyFolder(flags, io));
  if (candidate.is === 'run' && baselineArtifact === undefined) throw noBaselineNamed();
  return null;
}

export const noBaselineNamed = (): UsageError =>
  new UsageError('NO_BASELINE_NAMED', 'The gate is not told what to judge against.', {
    remedy:
      'Name a result set, a git revision or last-good with --baseline; or measure the old code in the same blocks with --baseline-artifact.',
  });

/**
 * The folder of this gate's files.
 * @throws UsageError `OUT_IN_USE` where another gate has been: results are never overwritten.
 */
export async function outFolder({ out }: GateFlags, candidate: Candidate): Promise<string> {
  const folder = out ?? join('results', `${fileTime()}-gate`);
  if (!existsSync(folder)) return folder;
  const names = await readdir(folder).catch((cause: unknown) => {
    throw new UsageError('OUT_NOT_A_FOLDER', `${folder} is not a folder that can be read.`, {
      remedy: 'Name a folder with --out.',
      cause,
    });
  });
  const used = names.find(
    (name) =>
      /^(confirmation-.*\.ndjson|gate\.json)$/.test(name) || (candidate.is === 'run' && name === CANDIDATE),
  );
  if (used === undefined) return folder;
  throw new UsageError(
    'OUT_IN_USE',
    `${join(folder, used)} is there already, and results are never overwritten.`,
    {
      remedy: 'Name another folder with --out.',
    },
  );
}

export const CANDIDATE = 'candidate.ndjson';

const fileTime = (): string => new Date().toISOString().slice(0, 19).replaceAll(':', '').replace('T', '-');
