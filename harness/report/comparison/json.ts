import type { Interval } from '../../compare/change.ts';
import type { Comparison, ComparisonRow, SubjectComparison } from '../../compare/comparison.ts';
import type { RatioEstimate, RatioRow } from '../../compare/ratios.ts';
import { FAMILY_ALPHA } from '../../compare/verdict.ts';
import type { Inferred } from '../../model/inferred.ts';
import type { comparisonsSchema } from './json-schema.ts';

/** Raised when a reader of the old one would misread the new one; new keys do not raise it. */
export const JSON_COMPARISON_SCHEMA = 'coldbench-comparison/1';

export type JsonComparisons = Inferred<typeof comparisonsSchema>;
type JsonComparison = JsonComparisons['comparisons'][number];
type JsonSubject = JsonComparison['subjects'][number];
type JsonRow = JsonSubject['rows'][number];

/** What `--json` prints: base units, named in the keys; what is absent is null. Verdicts are those of the core, untranslated. */
export const toJsonComparisons = (comparisons: readonly Comparison[]): JsonComparisons => ({
  schema: JSON_COMPARISON_SCHEMA,
  familyAlpha: FAMILY_ALPHA,
  comparisons: comparisons.map(({ hidden, subjects, ratios, ...comparison }) => ({
    ...comparison,
    hiddenDifferences: hidden,
    subjects: subjects.map(subjectJson),
    ratios: ratios.map(ratioJson),
  })),
});

const subjectJson = ({ rows, ...subject }: SubjectComparison): JsonSubject => ({
  ...subject,
  rows: rows.map(rowJson),
});

/** The unit ends the keys of what has one: `oldMedianNs` of a time, `oldMedianBytes` of a size. */
export function rowJson({ metric, statistics, ...judged }: ComparisonRow): JsonRow {
  const { oldMedian, newMedian, shift, shiftInterval, ratio, ratioInterval, equivalenceInterval, ...rest } =
    statistics;
  const head = { metric: metric.name, label: metric.label };
  const judgement = { better: metric.better, ...judged };
  const shiftJson = { value: shift, interval: intervalJson(shiftInterval, 0.95) };
  const tail = {
    ratio: ratio === null ? null : { value: ratio, interval: intervalJson(ratioInterval, 0.95) },
    equivalenceInterval: intervalJson(equivalenceInterval, 0.9),
    ...rest,
  };
  if (metric.unit === 'ns') {
    const figures = { oldMedianNs: oldMedian, newMedianNs: newMedian, shiftNs: shiftJson };
    return { ...head, unit: metric.unit, ...judgement, ...figures, ...tail };
  }
  const figures = { oldMedianBytes: oldMedian, newMedianBytes: newMedian, shiftBytes: shiftJson };
  return { ...head, unit: metric.unit, ...judgement, ...figures, ...tail };
}

const intervalJson = (interval: Interval | null, level: number) => interval && { ...interval, level };

const ratioJson = ({ old, new: fresh, ratioOfRatios, ...subject }: RatioRow) => ({
  ...subject,
  old: estimateJson(old),
  new: estimateJson(fresh),
  ratioOfRatios: estimateJson(ratioOfRatios),
});

const estimateJson = ({ value, interval }: RatioEstimate) => ({
  value,
  interval: intervalJson(interval, 0.95),
});
