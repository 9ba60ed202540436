import { ColdbenchError } from '../model/errors.ts';
import { METRICS, type Metric } from '../model/metrics.ts';
import { pairSeries, type SubjectSeries } from '../model/series.ts';
import { type HiddenDifference, hiddenDifferences, sameMachine } from './hidden-differences.ts';
import type { ComparableSet } from './load.ts';
import { type RatioRow, ratioRows } from './ratios.ts';
import { type Design, type RowStatistics, rowStatistics, type Sides } from './row.ts';
import { type Judged, judge } from './verdict.ts';

/** One subject × metric on both sides. */
export interface ComparisonRow extends Judged {
  /** What both sides share: the subject's id, or its runner and variant when two workloads are compared. */
  readonly subject: string;
  readonly metric: Metric;
  readonly statistics: RowStatistics;
}

export interface Comparison {
  readonly old: string;
  readonly new: string;
  readonly design: Design;
  readonly threshold: number;
  readonly hidden: readonly HiddenDifference[];
  /** False: the sides ran on different machines, and `rows` is empty unless that was asked for. */
  readonly sameMachine: boolean;
  readonly rows: readonly ComparisonRow[];
  /** Overheads within each machine, which compare across machines. */
  readonly ratios: readonly RatioRow[];
  /** Subjects of one side only, subjects without trials, workloads that changed: what was left out and why. */
  readonly notes: readonly string[];
}

export interface CompareOptions {
  readonly threshold: number;
  /** Names of `METRICS`; all when empty. */
  readonly metrics: readonly string[];
  readonly acrossMachines: boolean;
}

/**
 * Two runs, row by row; `old` is what `new` is judged against.
 * @throws ColdbenchError `NO_COMMON_ROWS` when they have no subject in common.
 */
export function compareSets(old: ComparableSet, fresh: ComparableSet, options: CompareOptions): Comparison {
  const same = sameMachine(old.manifest, fresh.manifest);
  const { pairs, notes } = matchSubjects(old, fresh);
  if (pairs.length === 0) {
    throw new ColdbenchError(
      'NO_COMMON_ROWS',
      `${old.path} and ${fresh.path} have no subject in common. ${notes.join(' ')}`,
      {
        remedy: 'Compare runs of the same workload and runners.',
      },
    );
  }
  return {
    old: old.path,
    new: fresh.path,
    design: 'independent',
    threshold: options.threshold,
    hidden: hiddenDifferences(old.manifest, fresh.manifest),
    sameMachine: same,
    rows: same || options.acrossMachines ? judgedRows(pairs, 'independent', options) : [],
    ratios: ratioRows(old, fresh),
    notes: [...incompleteNotes(old), ...incompleteNotes(fresh), ...notes],
  };
}

/** Two workloads of one run, which took turns in the same blocks: the most sensitive comparison there is. */
export function compareWithin(
  set: ComparableSet,
  oldWorkload: string,
  newWorkload: string,
  options: CompareOptions,
): Comparison {
  const all = [...set.subjects.values()];
  const pairs = all.flatMap((old) => {
    const { workload, runner, variant } = old.subject;
    const isPartner = ({ subject }: SubjectSeries): boolean =>
      subject.workload === newWorkload && subject.runner === runner && subject.variant === variant;
    const fresh = workload === oldWorkload ? all.find(isPartner) : undefined;
    return fresh ? [{ subject: `${runner}/${variant}`, old, new: fresh }] : [];
  });
  return {
    old: oldWorkload,
    new: newWorkload,
    design: 'paired',
    threshold: options.threshold,
    hidden: [],
    sameMachine: true,
    rows: judgedRows(pairs, 'paired', options),
    ratios: [],
    notes: incompleteNotes(set),
  };
}

export interface SubjectPair {
  readonly subject: string;
  readonly old: SubjectSeries;
  readonly new: SubjectSeries;
}

function judgedRows(pairs: readonly SubjectPair[], design: Design, options: CompareOptions): ComparisonRow[] {
  const wanted = METRICS.filter(({ name }) => options.metrics.length === 0 || options.metrics.includes(name));
  const rows = pairs.flatMap((pair) =>
    wanted.flatMap((metric) => {
      const statistics = rowStatistics(sidesOf(pair, metric, design));
      return statistics ? [{ subject: pair.subject, metric, statistics }] : [];
    }),
  );
  const judged = judge(rows, options.threshold);
  return rows.flatMap((row, index) => {
    const verdict = judged[index];
    return verdict ? [{ ...row, ...verdict }] : [];
  });
}

function sidesOf(pair: SubjectPair, metric: Metric, design: Design): Sides {
  if (metric.name === 'artifactSize') {
    const size = ({ artifact }: SubjectSeries): number[] => (artifact ? [artifact.sizeBytes] : []);
    return { metric, design: 'independent', old: size(pair.old), new: size(pair.new) };
  }
  const [old, fresh] = [pair.old.of(metric.name), pair.new.of(metric.name)];
  if (design === 'independent') return { metric, design, old: old.values, new: fresh.values };
  const { a, b } = pairSeries(old, fresh);
  return { metric, design, old: a, new: b };
}

/** Same subject id on both sides, the same input and the same answer: else the figures are of different work. */
function matchSubjects(old: ComparableSet, fresh: ComparableSet): { pairs: SubjectPair[]; notes: string[] } {
  const notes: string[] = [];
  const pairs: SubjectPair[] = [];
  for (const id of new Set([...old.subjects.keys(), ...fresh.subjects.keys()])) {
    const [a, b] = [old.subjects.get(id), fresh.subjects.get(id)];
    const reason = !a || !b ? `only in ${(a ? old : fresh).path}` : whyNotComparable(old, fresh, a, b);
    if (reason !== null) notes.push(`${id} is left out: ${reason}.`);
    else if (a && b) pairs.push({ subject: id, old: a, new: b });
  }
  return { pairs, notes };
}

function whyNotComparable(
  old: ComparableSet,
  fresh: ComparableSet,
  a: SubjectSeries,
  b: SubjectSeries,
): string | null {
  const [before, after] = [old.workloads.get(a.subject.workload), fresh.workloads.get(b.subject.workload)];
  if (before && after && before.inputSha256 !== after.inputSha256) return 'its input differs';
  if (before && after && before.outputSha256 !== after.outputSha256) return 'its answer differs';
  for (const [set, series] of [
    [old, a],
    [fresh, b],
  ] as const) {
    if (series.of('coldStart').values.length > 0) continue;
    const failed = set.failedTrials.get(series.subject.subject) ?? 0;
    return `no trial of it was completed in ${set.path}${failed > 0 ? ` (${failed} failed)` : ''}`;
  }
  return null;
}

const incompleteNotes = ({ path, end }: ComparableSet): string[] => {
  if (end === null) return [`${path} is incomplete: the run was cut off; what it has is compared.`];
  return end.stopReason === 'interrupted' ? [`${path} was interrupted; what it has is compared.`] : [];
};
