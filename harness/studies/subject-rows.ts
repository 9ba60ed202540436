import { byColdStart, type NameOf } from '../report/subject-names.ts';
import type { RunSummary } from '../report/summary-types.ts';

/** What a study found of the subjects of a workload, with their names, in the order of the report's rows. */
export function studyRows<T extends { readonly subject: string }>(
  run: RunSummary,
  workload: string,
  nameOf: NameOf,
  found: readonly T[] | undefined,
): { readonly name: string; readonly found: T }[] {
  const subjects = byColdStart(run.subjects.filter((subject) => subject.workload === workload));
  return subjects.flatMap((subject) => {
    const own = found?.find((one) => one.subject === subject.subject);
    return own ? [{ name: nameOf(subject), found: own }] : [];
  });
}
