import { hiddenDifferences } from '../compare/hidden-differences.ts';
import type { ComparableSet } from '../compare/load.ts';
import { type Acceptance, acceptRow } from './accepted/accept.ts';
import type { AcceptedChange } from './accepted/schema.ts';
import { isExpired } from './accepted/tolerance.ts';
import { usedAccepted } from './accepted/use.ts';
import { type Unfitness, unfitnessOf } from './environment.ts';
import { beginJudgement, type Judgement } from './first-look.ts';
import type { GateResult, GateSide } from './gate-result.ts';
import type { Matchup } from './look.ts';
import { decided } from './outcome.ts';
import type { RerunReport, RerunRequest } from './rerun/report.ts';
import type { GateRules } from './rules.ts';
import { finishJudgement, rerunsFor } from './second-look.ts';

export interface AcceptedList {
  /** Null when there is no list. */
  readonly path: string | null;
  readonly entries: readonly AcceptedChange[];
  /** The day it is, ISO, UTC. */
  readonly today: string;
}

/** Measures old and new code again, interleaved. */
export type Rerun = (requests: readonly RerunRequest[]) => Promise<RerunReport[]>;

/** First look, second look where it is needed, outcome. Where nothing may be judged, nothing is measured again. */
export async function runGate(
  matchup: Matchup,
  rules: GateRules,
  list: AcceptedList,
  rerun: Rerun,
): Promise<GateResult> {
  const unfit = unfitnessOf(matchup, rules);
  if (unfit.length > 0) return assemble(matchup, rules, list, { rows: [], lost: [] }, [], unfit);
  const active = list.entries.filter((entry) => !isExpired(entry, list.today));
  const first = beginJudgement(matchup.looks, active, rules);
  const requests = rerunsFor(first, rules);
  const reports = requests.length === 0 ? [] : await rerun(requests);
  return assemble(matchup, rules, list, finishJudgement(first, reports, active, rules), reports, unfit);
}

function assemble(
  { candidate, baseline, beside, looks, unjudged, notes }: Matchup,
  rules: GateRules,
  list: AcceptedList,
  { rows, lost }: Judgement,
  reruns: readonly RerunReport[],
  unfit: readonly Unfitness[],
): GateResult {
  const comparisons = looks.flatMap(({ comparison }) => (comparison ? [comparison] : []));
  return decided({
    rules,
    candidate: sideOf(candidate),
    baseline: sideOf(baseline),
    beside,
    familySize: comparisons.reduce((sum, { familySize }) => sum + familySize, 0),
    families: comparisons.length,
    rows,
    lost,
    unjudged: unfit.length > 0 ? [] : unjudged,
    unfit,
    noBaseline: null,
    reruns,
    accepted: usedAccepted(list.path, list.entries, rows, list.today),
    hidden: hiddenDifferences(baseline.manifest, candidate.manifest),
    notes: [...new Set([...notes, ...comparisons.flatMap((comparison) => comparison.notes)])],
  });
}

/** A gate that has nothing to compare with. */
export const withoutBaseline = (
  candidate: ComparableSet,
  rules: GateRules,
  list: AcceptedList,
  noBaseline: Unfitness,
): GateResult =>
  decided({
    rules,
    candidate: sideOf(candidate),
    baseline: null,
    beside: false,
    familySize: 0,
    families: 0,
    rows: [],
    lost: [],
    unjudged: [],
    unfit: [],
    noBaseline,
    reruns: [],
    accepted: usedAccepted(list.path, [], [], list.today),
    hidden: [],
    notes: [],
  });

const sideOf = ({ path, manifest: { id, startedAt } }: ComparableSet): GateSide => ({ path, id, startedAt });

/** The result with its confirmed rows accepted, and `accepted.added` to be written. */
export function acceptConfirmed(result: GateResult, acceptance: Acceptance): GateResult {
  const rows = result.rows.map((row) => {
    const acceptedBy = acceptRow(row, acceptance);
    return acceptedBy ? { ...row, fate: 'accepted' as const, acceptedBy } : row;
  });
  const added = rows.flatMap(({ acceptedBy }, index) =>
    acceptedBy && result.rows[index]?.fate === 'confirmed' ? [acceptedBy] : [],
  );
  return decided({ ...result, rows, accepted: { ...result.accepted, added } });
}
