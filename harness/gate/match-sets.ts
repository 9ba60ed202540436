import { compareSets } from '../compare/compare.ts';
import type { ComparableSet } from '../compare/load.ts';
import { matchSets } from '../compare/match.ts';
import { UsageError } from '../model/errors.ts';
import type { Subject } from '../model/schema.ts';
import { coldRows, otherRowsNote } from './cold-rows.ts';
import type { RowSubject } from './gate-row.ts';
import type { Look, Matchup, Unjudged } from './look.ts';
import type { GateRules } from './rules.ts';

/**
 * A candidate against another run.
 * @throws UsageError `SAME_RUN`; ColdbenchError `NO_COMMON_ROWS` when they have nothing in common, not even something that went wrong.
 */
export function matchRuns(old: ComparableSet, fresh: ComparableSet, rules: GateRules): Matchup {
  const [baseline, candidate] = [coldRows(old), coldRows(fresh)];
  if (baseline.manifest.id === candidate.manifest.id) throw sameRun(baseline, candidate);
  const { pairs, lost: lostIds } = matchSets(baseline, candidate);
  const lost = lostIds.flatMap((id) => subjectOf(baseline, id));
  const judged = new Set([...pairs.map(({ compared }) => compared.subject), ...lostIds]);
  const unjudged = [...baseline.subjects.keys()].flatMap((id) =>
    judged.has(id) ? [] : whyUnjudged(baseline, candidate, id),
  );
  const nothingCompares = pairs.length === 0 && (lost.length > 0 || unjudged.length > 0);
  // Other machines, an emulated one among them, are told as unfit surroundings, and no row of theirs is judged.
  const asked = { threshold: rules.threshold, metrics: rules.metrics };
  const options = { ...asked, acrossMachines: false, allowEmulated: true };
  const look: Look = {
    comparison: nothingCompares ? null : compareSets(baseline, candidate, options),
    workload: null,
    lost,
  };
  return {
    candidate,
    baseline,
    beside: false,
    looks: [look],
    unjudged,
    notes: [...otherRowsNote(old), ...otherRowsNote(fresh)],
    oldRecord: (workload) => baseline.workloads.get(workload) ?? null,
  };
}

/** It would always pass. */
const sameRun = (baseline: ComparableSet, candidate: ComparableSet): UsageError =>
  new UsageError(
    'SAME_RUN',
    `${baseline.path} and ${candidate.path} hold the same run: nothing can differ.`,
    {
      remedy: 'Name a baseline that was measured for itself.',
    },
  );

const subjectOf = (set: ComparableSet, id: string): RowSubject[] => {
  const series = set.subjects.get(id);
  return series ? [rowSubject(series.subject)] : [];
};

const rowSubject = ({ subject, workload, runner, variant }: Subject): RowSubject => ({
  subject,
  workload,
  runner,
  variant,
});

/**
 * The candidate says what is asked for: a workload or a runner that it was not to measure is not missed. One that it
 * measured as other work, or was to measure and could not, is: a gate does not open because there was nothing to see.
 */
function whyUnjudged(baseline: ComparableSet, candidate: ComparableSet, id: string): Unjudged[] {
  const old = baseline.subjects.get(id);
  if (!old || old.of('coldStart').values.length === 0) return [];
  if (candidate.subjects.has(id))
    return [{ subject: id, reason: 'its event, answer or condition is not that of the baseline' }];
  const skipped = candidate.manifest.skippedRunners.find(({ runner }) => runner === old.subject.runner);
  if (!skipped || !candidate.workloads.has(old.subject.workload)) return [];
  return [{ subject: id, reason: `the candidate could not be measured so: ${skipped.reason}` }];
}
