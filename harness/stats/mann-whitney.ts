import { compareAll } from './dominance.ts';
import { EXACT_BELOW, exactP, mannWhitneyNull, normalP } from './null-distribution.ts';
import { type Samples, type Sorted, sort } from './samples.ts';

/** A two-sided rank test, or why there is none. `exact` and `normal` name the null distribution. */
export type RankTest =
  | {
      readonly statistic: number;
      readonly p: number;
      readonly method: 'exact' | 'normal';
      readonly reason: null;
    }
  | { readonly statistic: null; readonly p: null; readonly method: null; readonly reason: string };

export const noTest = (reason: string): RankTest => ({ statistic: null, p: null, method: null, reason });

/**
 * The Mann-Whitney U test that a and b come from one distribution, for samples that are not paired. The statistic is
 * the U of a: the pairs with a > b, ties counting half (R's W, SciPy's statistic).
 *
 * Exact when both have fewer than 50 samples and no two are equal; otherwise normal with the tie and the continuity
 * correction (Hollander, Wolfe & Chicken, Nonparametric Statistical Methods, 3rd ed., section 4.1). This is the rule of
 * R's wilcox.test. p is 1 when all samples are equal. O(n log n), or O(n) for `Sorted` samples.
 */
export function mannWhitney(a: Samples | Sorted, b: Samples | Sorted): RankTest {
  const [left, right] = [sort(a, 'a'), sort(b, 'b')];
  const [n, m] = [left.length, right.length];
  if (n === 0 || m === 0) return noTest('a group has no samples');
  const { greater, equal, tieTerm } = compareAll(left, right);
  const statistic = greater + equal / 2;
  if (n < EXACT_BELOW && m < EXACT_BELOW && tieTerm === 0) {
    return { statistic, p: exactP(statistic, mannWhitneyNull(n, m)), method: 'exact', reason: null };
  }
  const all = n + m;
  const variance = ((n * m) / 12) * (all + 1 - tieTerm / (all * (all - 1)));
  return { statistic, p: normalP(statistic, (n * m) / 2, variance), method: 'normal', reason: null };
}
