import { tailOf } from './binomial.ts';
import { blockDifferences } from './blocks.ts';
import { type Estimate, type IntervalMethod, type IntervalOptions, levelOf, noInterval } from './interval.ts';
import { normalQuantile } from './normal.ts';
import { EXACT_BELOW, mannWhitneyNull, signedRankNull } from './null-distribution.ts';
import { at, type Samples, Sorted, sort } from './samples.ts';
import { createSumSelector } from './select-sum.ts';
import { type SumMatrix, sumCount } from './sum-matrix.ts';

/**
 * How far a lies above b, in the unit of the samples: the median of all differences a[i] - b[j], with the interval of
 * the shifts that a two-sided Mann-Whitney test does not reject. For samples that are not paired.
 * Hodges & Lehmann, Ann. Math. Stat. 34(2), 1963, doi:10.1214/aoms/1177704172; interval by Lehmann, same volume,
 * doi:10.1214/aoms/1177703882. O((n + m) log(n + m)); the differences are never stored.
 *
 * Assumes that both groups have one shape: with spreads 10 to 1 a 95 % interval covers 91 % (n = 10 to 100).
 * Ties: the ranks are those without ties, which makes the closed interval cover more and never less (Noether, "Wilcoxon
 * confidence intervals for location parameters in the discrete case", JASA 62(317), 1967). R inverts the tie-corrected
 * normal approximation there, and its interval can differ by a step. `null` when even all samples do not reach the level.
 */
export function hodgesLehmann(
  a: Samples | Sorted,
  b: Samples | Sorted,
  options: IntervalOptions = {},
): Estimate {
  const [rows, subtracted] = [sort(a, 'a').values, sort(b, 'b').values];
  const [n, m] = [rows.length, subtracted.length];
  const columns = subtracted.map((_, j) => -at(subtracted, m - 1 - j));
  const exact = n < EXACT_BELOW && m < EXACT_BELOW;
  return estimateShift({ rows, columns, triangle: false }, 1, levelOf(options), {
    method: exact ? 'mann-whitney-exact' : 'mann-whitney-normal',
    rank: (tail) =>
      exact
        ? exactRank(mannWhitneyNull(n, m), tail)
        : normalRank((n * m) / 2, (n * m * (n + m + 1)) / 12, tail),
  });
}

/**
 * How far a lies above b when both ran in the same blocks: the pseudomedian of the differences d = a[i] - b[i], that is
 * the median of the Walsh averages (d[i] + d[j])/2 with i <= j, with the interval of the shifts that a two-sided
 * signed-rank test does not reject. Assumes that the differences are symmetric around their centre; `pairedOverhead`
 * does not. Same sources; needs n >= 6 for 95 % and n >= 5 for 90 %. O(n log n).
 * @throws RangeError when the lengths differ.
 */
export function pairedShift(a: Samples, b: Samples, options: IntervalOptions = {}): Estimate {
  const rows = Sorted.of(blockDifferences(a, b)).values;
  const n = rows.length;
  const exact = n < EXACT_BELOW;
  return estimateShift({ rows, columns: rows, triangle: true }, 2, levelOf(options), {
    method: exact ? 'signed-rank-exact' : 'signed-rank-normal',
    rank: (tail) =>
      exact
        ? exactRank(signedRankNull(n), tail)
        : normalRank((n * (n + 1)) / 4, (n * (n + 1) * (2 * n + 1)) / 24, tail),
  });
}

type RankInterval = { readonly method: IntervalMethod; readonly rank: (tail: number) => number };

/** The median of the sums divided by `divisor`, and the sums at equal distance `rank` from either end. */
function estimateShift(
  sums: SumMatrix,
  divisor: number,
  level: number,
  { method, rank }: RankInterval,
): Estimate {
  const count = sumCount(sums);
  if (count === 0) return { estimate: null, ...noInterval('a group has no samples', level) };
  const selector = createSumSelector(sums);
  const estimate = selector.median() / divisor;
  const distance = rank(tailOf(level));
  if (distance < 1) return { estimate, ...noInterval('too few samples', level) };
  const low = selector.select(distance - 1) / divisor;
  const high = selector.select(count - distance) / divisor;
  return { estimate, interval: { low, high, level, method }, reason: null };
}

/** The largest rank r with P(W < r) <= tail; 0 when there is none. */
function exactRank(distribution: Float64Array, tail: number): number {
  let below = 0;
  return distribution.findIndex((probability) => {
    below += probability;
    return below > tail;
  });
}

/** The same rank by the normal approximation with continuity correction. */
const normalRank = (mean: number, variance: number, tail: number): number =>
  Math.floor(mean + normalQuantile(tail) * Math.sqrt(variance) + 0.5);
