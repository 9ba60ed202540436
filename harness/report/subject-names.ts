import type { SubjectSummary } from './summary-types.ts';
import { shorten } from './text.ts';

/** What a row's name is made of. */
type Named = Pick<SubjectSummary, 'runner' | 'variant' | 'condition'> &
  Partial<Pick<SubjectSummary, 'emulated'>>;

export type NameOf = (subject: SubjectSummary) => string;

const LONGEST_NAME = 24;
/** After the name of a row that ranks with no other. */
const EMULATED = ' [emulated]';

/**
 * Names for the rows of one workload: the runner alone, 'runner (variant)' where a runner has several, and with
 * '@condition' what does not start cold; with '[emulated]' what a translator ran.
 */
export function subjectNames(subjects: readonly Named[], longest = LONGEST_NAME): (subject: Named) => string {
  const variants = new Map<string, Set<string>>();
  for (const { runner, variant } of subjects) {
    variants.set(runner, (variants.get(runner) ?? new Set()).add(variant));
  }
  return ({ runner, variant, condition, emulated }) => {
    const name = (variants.get(runner)?.size ?? 0) > 1 ? `${runner} (${variant})` : runner;
    const label = emulated ? EMULATED : '';
    return `${shorten(condition === 'cold' ? name : `${name} @${condition}`, longest - label.length)}${label}`;
  };
}

/**
 * Fastest cold start first; what has none comes last, in its own order. Whatever a translator ran has no place among the
 * others, and comes after all of them.
 */
export function byColdStart(subjects: readonly SubjectSummary[]): SubjectSummary[] {
  const medianOf = (subject: SubjectSummary) => subject.coldStart?.medianNs.value ?? Number.POSITIVE_INFINITY;
  return [...subjects].sort(
    (a, b) =>
      Number(Boolean(a.emulated)) - Number(Boolean(b.emulated)) ||
      (medianOf(a) === medianOf(b) ? 0 : medianOf(a) - medianOf(b)),
  );
}

/** The subject that overheads are against, if it was measured. */
export const baselineOf = (subjects: readonly SubjectSummary[]): SubjectSummary | undefined =>
  subjects.find(
    (subject) => subject.runner === 'process' && subject.overhead === null && subject.coldStart !== null,
  );

/** Workloads in the order in which their subjects appear. */
export const workloadsOf = (subjects: readonly Pick<SubjectSummary, 'workload'>[]): string[] => [
  ...new Set(subjects.map((subject) => subject.workload)),
];
