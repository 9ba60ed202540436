import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { type ComparableSet, loadComparable } from '../compare/load.ts';
import { type RunOptions, runBenchmark } from '../experiment/run.ts';
import { type AcceptedList, runGate, withoutBaseline } from '../gate/gate.ts';
import type { GateResult } from '../gate/gate-result.ts';
import type { Matchup } from '../gate/look.ts';
import { besideBaseline, matchBeside } from '../gate/match-beside.ts';
import { matchRuns } from '../gate/match-sets.ts';
import { rerunAll } from '../gate/rerun/rerun.ts';
import type { GateRules } from '../gate/rules.ts';
import type { GateFlags } from './gate-options.ts';
import {
  type Baseline,
  CANDIDATE,
  type Candidate,
  noBaselineNamed,
  requireOneWorkload,
} from './gate-settings.ts';

/** A gate of which everything that can be wrong beforehand has been checked. */
export interface GateJob {
  readonly candidate: Candidate;
  readonly baseline: Baseline;
  readonly rules: GateRules;
  readonly accepted: AcceptedList;
  /** Where what is measured goes. */
  readonly folder: string;
  readonly cacheDir: string;
  readonly flags: GateFlags;
}

/** Who watches the runs of a gate, and what ends them. */
export type GateWatch = Pick<RunOptions, 'signal' | 'observer'>;

/**
 * Measures what has to be measured, and judges it.
 * @throws the signal's reason when it is interrupted; ColdbenchError when candidate or baseline cannot be read or measured.
 */
export async function judgeCandidate(job: GateJob, watch: GateWatch): Promise<GateResult> {
  const { rules, accepted, baseline } = job;
  const candidate = await loadComparable(await candidatePath(job, watch));
  if (job.flags.baselineModule !== undefined)
    requireOneWorkload(candidate.workloads.size - besideBaseline(candidate).length);
  if (baseline === null) return judge(matchOwn(candidate, rules), job, watch);
  const found = await baseline.find(candidate);
  if (!found.found) return withoutBaseline(candidate, rules, accepted, found.why);
  const result = await judge(matchRuns(found.set, candidate, rules), job, watch);
  return { ...result, notes: [...found.notes, ...result.notes] };
}

async function candidatePath({ candidate, folder }: GateJob, watch: GateWatch): Promise<string> {
  if (candidate.is === 'file') return candidate.path;
  const outPath = join(folder, CANDIDATE);
  await runBenchmark({ ...candidate.prepared, ...watch, outPath });
  watch.signal.throwIfAborted();
  return outPath;
}

function matchOwn(candidate: ComparableSet, rules: GateRules): Matchup {
  if (besideBaseline(candidate).length === 0) throw noBaselineNamed();
  return matchBeside(candidate, rules);
}

const judge = (matchup: Matchup, job: GateJob, watch: GateWatch): Promise<GateResult> =>
  runGate(matchup, job.rules, job.accepted, (requests) =>
    rerunAll(requests, {
      ...watch,
      rules: job.rules,
      budgetNs: job.flags.confirmBudget,
      folder: job.folder,
      seed: job.flags.seed ?? randomInt(2 ** 32),
      command: process.argv.slice(2),
      useCache: job.flags.cache,
      sources: {
        candidate: matchup.candidate,
        oldRecord: matchup.oldRecord,
        baselineModule: job.flags.baselineModule ?? null,
        workloads: job.candidate.is === 'run' ? job.candidate.prepared.workloads : job.candidate.workloads,
        inputPath: job.flags.input ?? null,
        cacheDir: job.cacheDir,
      },
    }),
  );
