import { compareWithin } from '../compare/compare.ts';
import type { ComparableSet } from '../compare/load.ts';
import { matchWithin } from '../compare/match.ts';
import { baselineName } from '../model/baseline-name.ts';
import { coldRows, otherRowsNote } from './cold-rows.ts';
import type { RowSubject } from './gate-row.ts';
import type { Look, Matchup } from './look.ts';
import type { GateRules } from './rules.ts';

/** The workloads of a run that were measured beside their own old code, as `bench --baseline-artifact` does it. */
export function besideBaseline(set: ComparableSet): string[] {
  const names = new Set([...set.subjects.values()].map(({ subject }) => subject.workload));
  return [...names].filter((name) => names.has(baselineName(name)));
}

/** A candidate against the old code in the same blocks; there is at least one such workload. */
export const matchBeside = (candidate: ComparableSet, rules: GateRules): Matchup => ({
  candidate,
  baseline: candidate,
  beside: true,
  looks: besideBaseline(candidate).map((workload) => lookWithin(candidate, workload, rules)),
  unjudged: [],
  notes: otherRowsNote(candidate),
  oldRecord: (workload) => candidate.workloads.get(baselineName(workload)) ?? null,
});

/**
 * New against old code of one workload in one run. Without a subject of which both sides have figures there is no
 * comparison, only what was lost.
 */
export function lookWithin(
  all: ComparableSet,
  workload: string,
  { threshold, metrics }: Pick<GateRules, 'threshold' | 'metrics'>,
): Look {
  const set = coldRows(all);
  const old = baselineName(workload);
  const { pairs, lost } = matchWithin(set, old, workload);
  const options = { threshold, metrics, acrossMachines: false };
  return {
    comparison: pairs.length === 0 && lost.length > 0 ? null : compareWithin(set, old, workload, options),
    workload,
    lost: [...set.subjects.values()].flatMap(({ subject: { subject, workload: name, runner, variant } }) =>
      name === workload && lost.includes(`${runner}/${variant}`)
        ? [{ subject, workload, runner, variant }]
        : [],
    ) satisfies RowSubject[],
  };
}
