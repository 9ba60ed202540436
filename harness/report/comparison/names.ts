import type { ComparedSubject } from '../../compare/match.ts';
import { subjectNames } from '../subject-names.ts';
import { shorten } from '../text.ts';

export type NameComparison = (subject: ComparedSubject) => string;

const LONGEST_WORKLOAD = 24;

/**
 * 'catalog/process'; the runner alone where there is one workload; 'runner (variant)' where it has several. Whatever
 * has figures of an emulated machine says so in its name.
 */
export function comparisonNames(subjects: readonly ComparedSubject[], longest: number): NameComparison {
  const workloads = new Set(subjects.map(({ workload }) => workload));
  return (subject) => {
    const label = emulationLabel(subject);
    const room = longest - label.length;
    const name = subjectNames(subjects, room)({ ...subject, emulated: null });
    if (subject.workload === null || workloads.size < 2) return `${shorten(name, room)}${label}`;
    return `${shorten(`${shorten(subject.workload, LONGEST_WORKLOAD)}/${name}`, room)}${label}`;
  };
}

/** ' [new emulated]'; empty where both machines are real, as far as is known. */
export function emulationLabel({ emulated }: Pick<ComparedSubject, 'emulated'>): string {
  if (emulated === null) return '';
  return emulated === 'both' ? ' [emulated]' : ` [${emulated} emulated]`;
}
