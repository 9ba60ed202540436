import type { RunnerSpec } from '../../runners/runner.ts';
import type { ComparisonRow, SubjectComparison } from '../compare/comparison.ts';
import { mainPhase } from '../report/comparison/main-phase.ts';
import { type ActiveChanges, acceptedFor } from './accepted/tolerance.ts';
import type { Judgement } from './first-look.ts';
import type { GateRow, LostSubject } from './gate-row.ts';
import type { RerunReport, RerunRequest } from './rerun/report.ts';
import { secondLook } from './row-rules.ts';
import type { GateRules } from './rules.ts';

/**
 * What is to be measured again, old and new code interleaved: what is suspected, and what would leave the gate
 * undecided, if that is to fail. Nothing else, so that the time goes where it is needed.
 */
export function rerunsFor({ rows, lost }: Judgement, { inconclusive }: GateRules): RerunRequest[] {
  const open = rows.filter(
    ({ fate, standing }) => fate === 'undecided' && (standing === 'suspected' || inconclusive === 'fail'),
  );
  const workloads = new Set([...open, ...lost].map(({ workload }) => workload));
  return [...workloads].map((workload) => {
    const ofWorkload = open.filter((row) => row.workload === workload);
    const lostHere = lost.filter((subject) => subject.workload === workload);
    return {
      workload,
      runners: unique(
        [...ofWorkload, ...lostHere].map(({ runner, variant }): RunnerSpec => `${runner}:${variant}`),
      ),
      // A lost subject needs figures of some kind to show that it works again.
      metrics: unique([
        ...ofWorkload.map(({ first }) => first.metric.name),
        ...(lostHere.length > 0 ? ['coldStart'] : []),
      ]),
    };
  });
}

const unique = <T>(values: readonly T[]): T[] => [...new Set(values)];

/** The judgement with what the reruns said about its undecided rows. */
export function finishJudgement(
  { rows, lost }: Judgement,
  reports: readonly RerunReport[],
  accepted: ActiveChanges,
  rules: GateRules,
): Judgement {
  const reportOf = (workload: string): RerunReport | null =>
    reports.find((report) => report.workload === workload) ?? null;
  return {
    rows: rows.map((row) =>
      row.fate === 'undecided' ? lookAgain(row, reportOf(row.workload), accepted, rules) : row,
    ),
    lost: lost.map((subject) => lookForLost(subject, reportOf(subject.workload))),
  };
}

function lookAgain(
  row: GateRow,
  report: RerunReport | null,
  accepted: ActiveChanges,
  rules: GateRules,
): GateRow {
  if (report === null) return row;
  if (report.status === 'impossible') return { ...row, why: impossible(report.reason) };
  const subject = report.look.comparison?.subjects.find((one) => isOf(one, row));
  const again = subject?.rows.find(
    ({ metric, hypothesis }) => hypothesis && metric.name === row.first.metric.name,
  );
  if (!subject || !again) return { ...row, why: 'measured again, without figures on both sides' };
  return settle(row, again, subject, accepted, rules);
}

function settle(
  row: GateRow,
  again: ComparisonRow,
  { rows }: SubjectComparison,
  accepted: ActiveChanges,
  rules: GateRules,
): GateRow {
  const fate = secondLook(again, rules);
  const seen: GateRow = {
    ...row,
    confirmation: { by: 'rerun', row: again },
    fate,
    why: fate === 'undecided' ? 'measured again, which does not settle it' : null,
    mostlyIn: again.metric.name === 'coldStart' ? mainPhase(again, rows) : null,
  };
  const acceptedBy = fate === 'cleared' ? null : acceptedFor(row, again, accepted, rules.failOn);
  return acceptedBy ? { ...seen, fate: 'accepted', why: null, acceptedBy } : seen;
}

const impossible = (reason: string): string => `cannot be measured again: ${reason}`;

const isOf = (
  { runner, variant }: Pick<SubjectComparison, 'runner' | 'variant'>,
  row: Pick<GateRow, 'runner' | 'variant'>,
): boolean => runner === row.runner && variant === row.variant;

/** One that works the second time is no regression, and no figure of the first run vouches for it. */
function lookForLost(subject: LostSubject, report: RerunReport | null): LostSubject {
  if (report === null) return subject;
  if (report.status === 'impossible') return { ...subject, why: impossible(report.reason) };
  if (report.look.lost.some((lost) => isOf(lost, subject)))
    return { ...subject, fate: 'confirmed', why: null };
  const works = report.look.comparison?.subjects.some((one) => isOf(one, subject)) ?? false;
  return {
    ...subject,
    why: works
      ? 'measured again, it worked: no figure of the candidate can be judged'
      : 'measured again, without figures on either side',
  };
}
