import type { ComparisonRow } from '../compare/comparison.ts';
import type { Standing } from './gate-row.ts';
import type { Direction, GateRules } from './rules.ts';

type Limits = Pick<GateRules, 'failOn' | 'threshold'>;

/** What a first look at a row says. A verdict that the gate fails on is a suspicion, no more. */
export function standingOf(row: ComparisonRow, rules: Limits): Standing {
  if (rules.failOn.some((direction) => row.verdict === direction)) return 'suspected';
  return isRuledOut(row, rules) ? 'fine' : 'open';
}

/** What a rerun says: shown to be beyond the threshold, shown not to be, or neither. */
export function secondLook(row: ComparisonRow, rules: Limits): 'confirmed' | 'cleared' | 'undecided' {
  if (rules.failOn.some((direction) => isShownBeyond(row, direction, rules.threshold))) return 'confirmed';
  return isRuledOut(row, rules) ? 'cleared' : 'undecided';
}

/**
 * A verdict says that there is a change; the gate has to know that it matters, so that the whole 95 % interval must lie
 * beyond the threshold: a test against the threshold instead of against no change.
 */
function isShownBeyond(
  { verdict, metric, statistics: { ratio, ratioInterval, shift } }: ComparisonRow,
  direction: Direction,
  threshold: number,
): boolean {
  if (verdict !== direction) return false;
  if (metric.assume === 'exact') return true;
  // Where no ratio exists, as for figures that were 0, no share of anything can be the limit.
  if (ratio === null) return shift !== 0;
  if (ratioInterval === null) return false;
  return direction === 'slower'
    ? ratioInterval.low > 1 + threshold
    : ratioInterval.high < 1 / (1 + threshold);
}

/**
 * Whether a change beyond the threshold is excluded in every direction that the gate fails on. Each side is one half of
 * the equivalence test, a test of non-inferiority: the 90 % interval's end is a one-sided 5 % test.
 */
function isRuledOut(row: ComparisonRow, { failOn, threshold }: Limits): boolean {
  return row.verdict === 'same' || failOn.every((direction) => isRuledOutTowards(direction, row, threshold));
}

function isRuledOutTowards(
  direction: Direction,
  { verdict, statistics: { equivalenceInterval: interval } }: ComparisonRow,
  threshold: number,
): boolean {
  if (verdict !== 'inconclusive' && verdict !== direction) return true;
  if (interval === null) return false;
  return direction === 'slower' ? interval.high < 1 + threshold : interval.low > 1 / (1 + threshold);
}
