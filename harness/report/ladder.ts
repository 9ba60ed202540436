import type { StartCondition } from '../model/conditions.ts';
import { RUNGS, type Rung } from './rungs.ts';
import { byColdStart } from './subject-names.ts';
import type { Estimate, SubjectSummary } from './summary-types.ts';

export interface LadderStep {
  readonly rung: Rung;
  /** Median until the first answer; of a warm call for `warm`. */
  readonly medianNs: Estimate;
}

export interface MissingRung {
  readonly rung: Rung;
  readonly reason: string;
}

/** A packaging on the ladder. */
export interface LadderRow {
  /** The subject that starts cold. */
  readonly cold: SubjectSummary;
  /** In the order of RUNGS. */
  readonly steps: readonly LadderStep[];
  readonly missing: readonly MissingRung[];
}

/** The rows that everything but the ladder is about; a file that has no other rows keeps all. */
export function coldSubjects<T extends { readonly condition: StartCondition }>(subjects: readonly T[]): T[] {
  const cold = subjects.filter(({ condition }) => condition === 'cold');
  return cold.length > 0 ? cold : [...subjects];
}

/** The ladder of one workload, in the order of the cold starts; empty when nothing starts otherwise than cold. */
export function ladderOf(subjects: readonly SubjectSummary[]): LadderRow[] {
  if (subjects.every(({ condition }) => condition === 'cold')) return [];
  return byColdStart(subjects.filter(({ condition }) => condition === 'cold')).map((cold) => {
    const starts = subjects.filter((other) => isOfSamePackaging(other, cold)).sort(coldestFirst);
    return {
      cold,
      steps: [
        ...starts.flatMap(({ condition, coldStart }) =>
          coldStart ? [{ rung: condition, medianNs: coldStart.medianNs }] : [],
        ),
        ...(cold.warm ? [{ rung: 'warm' as const, medianNs: cold.warm.p50Ns }] : []),
      ],
      missing: starts.flatMap((start) => {
        const reason = whyMissing(start);
        return reason === null ? [] : [{ rung: start.condition, reason }];
      }),
    };
  });
}

const isOfSamePackaging = (a: SubjectSummary, b: SubjectSummary): boolean =>
  a.workload === b.workload && a.runner === b.runner && a.variant === b.variant;

const RANKS: readonly StartCondition[] = RUNGS.filter((rung) => rung !== 'warm');
const coldestFirst = (a: SubjectSummary, b: SubjectSummary): number =>
  RANKS.indexOf(a.condition) - RANKS.indexOf(b.condition);

function whyMissing({ coldStart, noSuchStart, trials }: SubjectSummary): string | null {
  if (coldStart) return null;
  if (noSuchStart !== null) return noSuchStart;
  return trials.failed > 0 ? 'every trial failed' : 'no trial was completed';
}

/** Equal reasons are told once. */
export function missingByReason(
  rows: readonly { readonly name: string; readonly missing: readonly MissingRung[] }[],
): { readonly reason: string; readonly where: readonly string[] }[] {
  const places = new Map<string, string[]>();
  for (const { name, missing } of rows) {
    for (const { rung, reason } of missing)
      places.set(reason, [...(places.get(reason) ?? []), `${name} ${rung}`]);
  }
  return [...places].map(([reason, where]) => ({ reason, where }));
}
