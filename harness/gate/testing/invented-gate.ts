import { splitSpec } from '../../../runners/index.ts';
import type { ComparableSet } from '../../compare/load.ts';
import { type SampleSet, sampleComparable } from '../../compare/testing/sample-set.ts';
import type { SampleSubject } from '../../compare/testing/sample-trials.ts';
import { baselineName } from '../../model/baseline-name.ts';
import type { AcceptedChange } from '../accepted/schema.ts';
import { type AcceptedList, type Rerun, runGate } from '../gate.ts';
import type { GateResult } from '../gate-result.ts';
import { lookWithin, matchBeside } from '../match-beside.ts';
import { matchRuns } from '../match-sets.ts';
import type { RerunReport, RerunRequest } from '../rerun/report.ts';
import { DEFAULT_RULES, type GateRules } from '../rules.ts';

/** A gate over invented runs; what is left out is ordinary. */
export interface InventedGate {
  readonly old?: SampleSet;
  readonly new?: SampleSet;
  /** What the reruns find, old and new code by workload; null when they cannot be made. */
  readonly again?: Readonly<Record<string, PairOfCode>> | null;
  readonly rules?: Partial<GateRules>;
  readonly accepted?: readonly AcceptedChange[];
  readonly today?: string;
}

export interface PairOfCode {
  readonly old?: SampleSubject;
  readonly new?: SampleSubject;
  readonly set?: SampleSet;
}

export const TODAY = '2026-11-26';

export const acceptedList = ({ accepted = [], today = TODAY }: InventedGate): AcceptedList => ({
  path: accepted.length > 0 ? 'history/accepted.json' : null,
  entries: accepted,
  today,
});

/** The result, and what was asked to be measured again. */
export async function inventGate(
  gate: InventedGate,
): Promise<{ result: GateResult; requests: readonly RerunRequest[] }> {
  const rules = { ...DEFAULT_RULES, ...gate.rules };
  const old = await sampleComparable('results/old.ndjson', { seed: 1, blocks: 60, ...gate.old });
  const candidate = await sampleComparable('results/new.ndjson', { seed: 2, blocks: 60, ...gate.new });
  return judge(matchRuns(old, candidate, rules), gate, rules);
}

/** The same with the old code in the candidate's own blocks. */
export async function inventGateBeside(pair: PairOfCode, gate: Omit<InventedGate, 'old' | 'new'> = {}) {
  const rules = { ...DEFAULT_RULES, ...gate.rules };
  return judge(matchBeside(await pairedSet('results/ab.ndjson', 'hash', pair), rules), gate, rules);
}

async function judge(matchup: ReturnType<typeof matchBeside>, gate: InventedGate, rules: GateRules) {
  const requests: RerunRequest[] = [];
  const rerun: Rerun = async (asked) => {
    requests.push(...asked);
    return Promise.all(asked.map((request) => reportOf(request, gate, rules)));
  };
  return { result: await runGate(matchup, rules, acceptedList(gate), rerun), requests };
}

async function reportOf(
  { workload, metrics, runners }: RerunRequest,
  { again }: InventedGate,
  rules: GateRules,
): Promise<RerunReport> {
  const pair = again?.[workload];
  if (!pair) {
    const reason = 'the old code is not in the cache any more';
    return { status: 'impossible', workload, reason, remedy: 'Name its module: --baseline-module.' };
  }
  const path = 'results/gate/confirmation-1.ndjson';
  const [runner] = runners.map((spec) => splitSpec(spec).name);
  const set = await pairedSet(path, workload, {
    ...pair,
    old: { ...(runner && { runner }), ...pair.old },
    new: { ...(runner && { runner }), ...pair.new },
  });
  return { status: 'run', workload, path, look: lookWithin(set, workload, { ...rules, metrics }) };
}

const pairedSet = (path: string, workload: string, pair: PairOfCode): Promise<ComparableSet> =>
  sampleComparable(path, {
    seed: 3,
    blocks: 60,
    ...pair.set,
    subjects: [
      { ...pair.old, workload: baselineName(workload) },
      { ...pair.new, workload },
    ],
  });
