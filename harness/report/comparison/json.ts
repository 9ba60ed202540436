import type { Interval } from '../../compare/change.ts';
import type { Comparison, ComparisonRow, SubjectComparison } from '../../compare/comparison.ts';
import type { RatioEstimate, RatioRow } from '../../compare/ratios.ts';
import { FAMILY_ALPHA } from '../../compare/verdict.ts';

/** Raised when a reader of the old one would misread the new one; new keys do not raise it. */
export const JSON_COMPARISON_SCHEMA = 'coldbench-comparison/1';

export type JsonComparisons = ReturnType<typeof toJsonComparisons>;

/** What `--json` prints: base units, named in the keys; what is absent is null. Verdicts are those of the core, untranslated. */
export const toJsonComparisons = (comparisons: readonly Comparison[]) => ({
  schema: JSON_COMPARISON_SCHEMA,
  familyAlpha: FAMILY_ALPHA,
  comparisons: comparisons.map(({ hidden, subjects, ratios, ...comparison }) => ({
    ...comparison,
    hiddenDifferences: hidden,
    subjects: subjects.map(subjectJson),
    ratios: ratios.map(ratioJson),
  })),
});

const subjectJson = ({ rows, ...subject }: SubjectComparison) => ({ ...subject, rows: rows.map(rowJson) });

/** The unit ends the keys of what has one: `oldMedianNs` of a time, `oldMedianBytes` of a size. */
export function rowJson({ metric, statistics, ...judged }: ComparisonRow) {
  const unit = metric.unit === 'ns' ? 'Ns' : 'Bytes';
  const { oldMedian, newMedian, shift, shiftInterval, ratio, ratioInterval, equivalenceInterval, ...rest } =
    statistics;
  return {
    metric: metric.name,
    label: metric.label,
    unit: metric.unit,
    better: metric.better,
    ...judged,
    [`oldMedian${unit}`]: oldMedian,
    [`newMedian${unit}`]: newMedian,
    [`shift${unit}`]: { value: shift, interval: intervalJson(shiftInterval, 0.95) },
    ratio: ratio === null ? null : { value: ratio, interval: intervalJson(ratioInterval, 0.95) },
    equivalenceInterval: intervalJson(equivalenceInterval, 0.9),
    ...rest,
  };
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
