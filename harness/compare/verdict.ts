import type { Inferred } from '../model/inferred.ts';
import type { Metric } from '../model/metrics.ts';
import { holmAdjust } from '../stats/index.ts';
import type { Interval } from './change.ts';
import type { Design, RowStatistics } from './row.ts';
import type { judgedSchema } from './row-schema.ts';
import { blocksToSettle } from './settle.ts';

/** Of a metric of which less is better. For sizes and memory `faster` reads smaller, and `slower` larger. */
export const VERDICTS = ['faster', 'slower', 'same', 'inconclusive'] as const;
export type Verdict = (typeof VERDICTS)[number];

/**
 * The chance that a family of rows holds any false alarm when nothing differs. One in a hundred, not the usual one in
 * twenty: a comparison is run every night, and one that cries wolf every third week is muted.
 */
export const FAMILY_ALPHA = 0.01;

/** The largest relative change that does not matter, unless the user says otherwise. */
export const DEFAULT_THRESHOLD = 0.01;

export type Judged = Inferred<typeof judgedSchema>;

export interface Judgeable {
  readonly metric: Metric;
  /** Whether the row is one of the family's hypotheses: a primary metric, or a phase that was asked for by name. */
  readonly hypothesis: boolean;
  readonly statistics: RowStatistics;
}

export interface Rule {
  readonly threshold: number;
  readonly design: Design;
}

/**
 * The verdicts of a family of rows, in their order. `same` is shown, not assumed: the change lies within the threshold
 * by TOST. `faster` and `slower` need the corrected test; a phase outside of the family needs its own test alone, since
 * it only tells where a change sits. Everything else is `inconclusive`. An exact figure is judged by its value.
 */
export function judge<R extends Judgeable>(rows: readonly R[], rule: Rule): (R & Judged)[] {
  const family = rows.flatMap((row) => (isTested(row) ? [row.statistics.p ?? 1] : []));
  const adjusted = holmAdjust(family);
  const alpha = FAMILY_ALPHA / Math.max(1, family.length);
  let next = 0;
  return rows.map((row) => {
    const adjustedP = isTested(row) ? (adjusted[next++] ?? null) : null;
    return { ...row, ...judgeRow(row, adjustedP, { ...rule, alpha }) };
  });
}

const isTested = ({ metric, hypothesis, statistics }: Judgeable): boolean =>
  hypothesis && metric.assume === 'nothing' && statistics.p !== null;

export const familySize = (rows: readonly Judgeable[]): number => rows.filter(isTested).length;

function judgeRow(
  { metric, hypothesis, statistics }: Judgeable,
  adjustedP: number | null,
  rule: Rule & { readonly alpha: number },
): Judged {
  const verdict =
    metric.assume === 'exact'
      ? exactVerdict(statistics, rule.threshold)
      : testedVerdict(statistics, adjustedP ?? statistics.p, rule.threshold);
  const moreBlocks = hypothesis && verdict === 'inconclusive' ? blocksToSettle(statistics, rule) : null;
  return { verdict, adjustedP, moreBlocks };
}

function testedVerdict(
  { equivalenceInterval, shiftInterval, ratio, shift }: RowStatistics,
  p: number | null,
  threshold: number,
): Verdict {
  if (equivalenceInterval && isWithin(equivalenceInterval, threshold)) return 'same';
  // Figures without a ratio, such as 0 before and after, can still be the same.
  if (shiftInterval?.low === 0 && shiftInterval.high === 0) return 'same';
  const direction = ratio === null ? shift : Math.log(ratio);
  if (p === null || p >= FAMILY_ALPHA || direction === 0) return 'inconclusive';
  return direction > 0 ? 'slower' : 'faster';
}

function exactVerdict({ ratio, shift }: RowStatistics, threshold: number): Verdict {
  if (shift === 0 || (ratio !== null && isWithin({ low: ratio, high: ratio }, threshold))) return 'same';
  return shift > 0 ? 'slower' : 'faster';
}

/** 1 % more and its reverse, 0.99 % less, are one threshold, so that a verdict turns around when the sides do. */
const isWithin = ({ low, high }: Interval, threshold: number): boolean =>
  low > 1 / (1 + threshold) && high < 1 + threshold;
