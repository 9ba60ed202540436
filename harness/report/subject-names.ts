import type { SubjectSummary } from './summary-types.ts';
import { shorten } from './text.ts';

/** What a row's name is made of. */
type Named = Pick<SubjectSummary, 'runner' | 'variant'>;

export type NameOf = (subject: SubjectSummary) => string;

const LONGEST_NAME = 24;

/** Names for the rows of one workload: the runner alone, and 'runner (variant)' where a runner has several. */
export function subjectNames(subjects: readonly Named[], longest = LONGEST_NAME): (subject: Named) => string {
  const variants = new Map<string, Set<string>>();
  for (const { runner, variant } of subjects) {
    variants.set(runner, (variants.get(runner) ?? new Set()).add(variant));
  }
  return ({ runner, variant }) =>
    shorten((variants.get(runner)?.size ?? 0) > 1 ? `${runner} (${variant})` : runner, longest);
}

/** Fastest cold start first; what has none comes last, in its own order. */
export function byColdStart(subjects: readonly SubjectSummary[]): SubjectSummary[] {
  const medianOf = (subject: SubjectSummary) => subject.coldStart?.medianNs.value ?? Number.POSITIVE_INFINITY;
  return [...subjects].sort((a, b) => (medianOf(a) === medianOf(b) ? 0 : medianOf(a) - medianOf(b)));
}

/** The subject that overheads are against, if it was measured. */
export const baselineOf = (subjects: readonly SubjectSummary[]): SubjectSummary | undefined =>
  subjects.find(
    (subject) => subject.runner === 'process' && subject.overhead === null && subject.coldStart !== null,
  );

/** Workloads in the order in which their subjects appear. */
export const workloadsOf = (subjects: readonly SubjectSummary[]): string[] => [
  ...new Set(subjects.map((subject) => subject.workload)),
];

/** Equal names get a number, but for the first; none becomes equal to another one by that. */
export function distinct(names: readonly string[]): string[] {
  const taken = new Set<string>();
  const counts = new Map<string, number>();
  return names.map((name) => {
    let count = counts.get(name) ?? 0;
    let unique = name;
    do {
      count += 1;
      unique = count === 1 ? name : `${name} #${count}`;
    } while (taken.has(unique));
    counts.set(name, count);
    taken.add(unique);
    return unique;
  });
}
