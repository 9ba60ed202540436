import type { Comparison, ComparisonRow, SubjectComparison } from '../compare/comparison.ts';
import { mainPhase } from '../report/comparison/main-phase.ts';
import { type ActiveChanges, acceptedFor } from './accepted/tolerance.ts';
import type { GateRow, LostSubject } from './gate-row.ts';
import type { Look } from './look.ts';
import { standingOf } from './row-rules.ts';
import type { GateRules } from './rules.ts';

/** Rows and lost subjects of the gate, between its two looks and after them. */
export interface Judgement {
  readonly rows: readonly GateRow[];
  readonly lost: readonly LostSubject[];
}

const NOT_REPEATED = 'not measured again';

/** What can be said before anything is measured again. */
export function beginJudgement(looks: readonly Look[], accepted: ActiveChanges, rules: GateRules): Judgement {
  return {
    rows: looks.flatMap((look) => rowsOf(look, accepted, rules)),
    lost: looks.flatMap(({ lost }) =>
      lost.map((subject): LostSubject => ({ ...subject, fate: 'undecided', why: NOT_REPEATED })),
    ),
  };
}

function rowsOf({ comparison, workload }: Look, accepted: ActiveChanges, rules: GateRules): GateRow[] {
  if (comparison === null) return [];
  return comparison.subjects.flatMap((subject) =>
    subject.rows
      .filter(({ hypothesis }) => hypothesis)
      .map((row) => settleAtOnce(startRow(row, subject, workload, rules), comparison, accepted, rules)),
  );
}

function startRow(
  first: ComparisonRow,
  { subject, workload: compared, runner, variant, rows }: SubjectComparison,
  within: string | null,
  rules: GateRules,
): GateRow {
  const workload = compared ?? within ?? '';
  return {
    // Within one run a comparison's subject lacks the workload, since it has two of them.
    subject: compared === null ? `${workload}/${subject}` : subject,
    workload,
    runner,
    variant,
    first,
    standing: standingOf(first, rules),
    confirmation: null,
    fate: 'fine',
    why: null,
    mostlyIn: first.metric.name === 'coldStart' ? mainPhase(first, rows) : null,
    acceptedBy: null,
  };
}

function settleAtOnce(
  row: GateRow,
  comparison: Comparison,
  accepted: ActiveChanges,
  { failOn }: GateRules,
): GateRow {
  if (row.standing === 'fine') return row;
  const acceptedBy = acceptedFor(row, row.first, accepted, failOn);
  if (acceptedBy) return { ...row, fate: 'accepted', acceptedBy };
  if (row.standing === 'suspected' && needsNoRepeat(row.first, comparison))
    return { ...row, fate: 'confirmed', confirmation: { by: 'exactness' } };
  return { ...row, fate: 'undecided', why: NOT_REPEATED };
}

/**
 * A size has no noise, so that measuring again says nothing new, unless it was other tools that made the artifact. Code
 * that was kept is bundled a second time, and then its size is not that of its module.
 */
const needsNoRepeat = ({ metric }: ComparisonRow, { design, hidden }: Comparison): boolean =>
  metric.assume === 'exact' && design === 'independent' && !hidden.some(({ group }) => isTool(group));

const isTool = (group: string): boolean =>
  group === 'tool' || group === 'harness' || group.startsWith('machine containerEngine');
