import { blockDifferences } from './blocks.ts';
import { compareAll } from './dominance.ts';
import { noTest, type RankTest } from './mann-whitney.ts';
import { EXACT_BELOW, exactP, normalP, signedRankNull } from './null-distribution.ts';
import { type Samples, Sorted } from './samples.ts';

/**
 * Wilcoxon's signed-rank test that a - b is symmetric around 0, for samples paired by block. The statistic V is the
 * sum of the ranks of |a - b| over the blocks with a > b. Blocks without a difference are left out, as Wilcoxon did.
 *
 * Exact below 50 differences without ties and zeros; otherwise normal with the tie and the continuity correction
 * (Hollander, Wolfe & Chicken, Nonparametric Statistical Methods, 3rd ed., section 3.1). This is the rule of R's
 * wilcox.test(paired = TRUE). p is 1 when every difference is 0. O(n log n).
 * @throws RangeError when the lengths differ.
 */
export function wilcoxonSignedRank(a: Samples, b: Samples): RankTest {
  const differences = blockDifferences(a, b);
  if (differences.length === 0) return noTest('there are no blocks');
  const positive = Sorted.of(differences.filter((d) => d > 0));
  const negative = Sorted.of(differences.filter((d) => d < 0).map((d) => -d));
  const n = positive.length + negative.length;
  const { greater, equal, tieTerm } = compareAll(positive, negative);
  // The rank of a positive difference counts the positive and the negative ones that are not larger.
  const statistic = (positive.length * (positive.length + 1)) / 2 + greater + equal / 2;
  if (n < EXACT_BELOW && tieTerm === 0 && n === differences.length) {
    return { statistic, p: exactP(statistic, signedRankNull(n)), method: 'exact', reason: null };
  }
  const variance = (n * (n + 1) * (2 * n + 1)) / 24 - tieTerm / 48;
  return { statistic, p: normalP(statistic, (n * (n + 1)) / 4, variance), method: 'normal', reason: null };
}
