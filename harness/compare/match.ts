import { conditionOf, subjectIdOf } from '../model/conditions.ts';
import type { Inferred } from '../model/inferred.ts';
import type { Subject } from '../model/schema.ts';
import type { SubjectSeries } from '../model/series.ts';
import type { comparedSubjectSchema } from './comparison-schema.ts';
import { emulatedRow } from './emulated.ts';
import type { ComparableSet } from './load.ts';

/** What both sides of a row share. */
export type ComparedSubject = Inferred<typeof comparedSubjectSchema>;

export interface SubjectPair {
  readonly compared: ComparedSubject;
  readonly old: SubjectSeries;
  readonly new: SubjectSeries;
}

export interface Matched {
  readonly pairs: readonly SubjectPair[];
  /** Subjects without a row, and why; trials that are missing from one. */
  readonly notes: readonly string[];
  /** Subjects with figures on the old side of which no trial succeeded on the new one. */
  readonly lost: readonly string[];
}

interface Side {
  /** What messages call it. */
  readonly name: string;
  readonly set: ComparableSet;
  readonly series: SubjectSeries | undefined;
}

interface Candidate {
  readonly id: string;
  readonly old: Side;
  readonly new: Side;
  /** Null when two workloads are compared. */
  readonly workload: string | null;
}

/** Subjects of the same id, input and answer in two runs. */
export function matchSets(old: ComparableSet, fresh: ComparableSet): Matched {
  const ids = [...new Set([...old.subjects.keys(), ...fresh.subjects.keys()])];
  const sideOf = (set: ComparableSet, id: string): Side => ({
    name: set.path,
    set,
    series: set.subjects.get(id),
  });
  return match(
    ids.map((id) => {
      const sides = { old: sideOf(old, id), new: sideOf(fresh, id) };
      return { id, ...sides, workload: (sides.old.series ?? sides.new.series)?.subject.workload ?? null };
    }),
  );
}

/** Subjects of two workloads of one run that share runner and variant. */
export function matchWithin(set: ComparableSet, oldWorkload: string, newWorkload: string): Matched {
  const all = [...set.subjects.values()];
  const idOf = (subject: Subject): string =>
    subjectIdOf({ ...subject, workload: '' }, conditionOf(subject)).slice(1);
  const sideOf = (workload: string, id: string): Side => ({
    name: workload,
    set,
    series: all.find(({ subject }) => subject.workload === workload && idOf(subject) === id),
  });
  const ofBoth = all.filter(({ subject }) => [oldWorkload, newWorkload].includes(subject.workload));
  const ids = [...new Set(ofBoth.map(({ subject }) => idOf(subject)))];
  return match(
    ids.map((id) => ({ id, old: sideOf(oldWorkload, id), new: sideOf(newWorkload, id), workload: null })),
  );
}

function match(candidates: readonly Candidate[]): Matched {
  const pairs: SubjectPair[] = [];
  const notes: string[] = [];
  const lost: string[] = [];
  for (const candidate of candidates) {
    if (isNothing(candidate.old) && isNothing(candidate.new)) continue;
    const reason = whyNoRow(candidate);
    const [old, fresh] = [candidate.old.series, candidate.new.series];
    if (reason !== null) notes.push(`${candidate.id} is left out: ${reason}.`);
    if (old && fresh && reason === null) {
      const { runner, variant } = old.subject;
      const condition = conditionOf(old.subject);
      pairs.push({
        compared: {
          subject: candidate.id,
          workload: candidate.workload,
          runner,
          variant,
          condition,
          emulated: emulatedRow(
            { set: candidate.old.set, series: old },
            { set: candidate.new.set, series: fresh },
          ),
        },
        old,
        new: fresh,
      });
      notes.push(
        ...missingTrials(candidate.id, candidate.old),
        ...missingTrials(candidate.id, candidate.new),
      );
    }
    if (old && hasFigures(old) && fresh && !hasFigures(fresh)) lost.push(candidate.id);
  }
  return { pairs, notes, lost };
}

/** Declared, and neither measured nor failed: a start that does not exist, of which there is nothing to say. */
const isNothing = ({ set, series }: Side): boolean =>
  series !== undefined && !hasFigures(series) && !set.failedTrials.has(series.subject.subject);

function whyNoRow({ old, new: fresh, workload }: Candidate): string | null {
  if (!old.series || !fresh.series) return `only in ${(old.series ? old : fresh).name}`;
  if (!old.series.subject.emulated !== !fresh.series.subject.emulated) {
    return `a translator ran it in ${(old.series.subject.emulated ? old : fresh).name} only`;
  }
  const otherWork = workload === null ? null : whyOtherWork(workload, old.set, fresh.set);
  if (otherWork !== null) return otherWork;
  const empty = [old, fresh].find(({ series }) => series && !hasFigures(series));
  if (!empty?.series) return null;
  const failed = empty.set.failedTrials.get(empty.series.subject.subject) ?? 0;
  return `no trial of it was completed in ${empty.name}${failed > 0 ? ` (${failed} failed)` : ''}`;
}

/** Another input, answer or condition: the figures are of different work. */
function whyOtherWork(workload: string, old: ComparableSet, fresh: ComparableSet): string | null {
  if (old.manifest.condition !== fresh.manifest.condition) return 'its condition differs';
  const [before, after] = [old.workloads.get(workload), fresh.workloads.get(workload)];
  if (before && after && before.inputSha256 !== after.inputSha256) return 'its input differs';
  if (before && after && before.outputSha256 !== after.outputSha256) return 'its answer differs';
  return null;
}

/** A subject that fails now and then is measured on the occasions on which it did not. */
function missingTrials(id: string, { name, set, series }: Side): string[] {
  const failed = set.failedTrials.get(series?.subject.subject ?? '') ?? 0;
  const all = failed + (series?.of('coldStart').values.length ?? 0);
  return failed === 0 ? [] : [`${failed} of ${all} trials of ${id} failed in ${name} and are left out.`];
}

const hasFigures = (series: SubjectSeries): boolean => series.of('coldStart').values.length > 0;
