import type { ComparedSubject } from '../../compare/match.ts';
import { subjectNames } from '../subject-names.ts';
import { shorten } from '../text.ts';

export type NameComparison = (subject: ComparedSubject) => string;

const LONGEST_WORKLOAD = 24;

/** 'catalog/process'; the runner alone where there is one workload; 'runner (variant)' where it has several. */
export function comparisonNames(subjects: readonly ComparedSubject[], longest: number): NameComparison {
  const workloads = new Set(subjects.map(({ workload }) => workload));
  const runnerName = subjectNames(subjects, longest);
  return (subject) => {
    const name = runnerName(subject);
    if (subject.workload === null || workloads.size < 2) return shorten(name, longest);
    return shorten(`${shorten(subject.workload, LONGEST_WORKLOAD)}/${name}`, longest);
  };
}
