import { normalTail } from './normal.ts';
import { at } from './samples.ts';

/** Exact null distributions are used below this many samples in each group, as R's wilcox.test does. */
export const EXACT_BELOW = 50;

/**
 * P(U = u) for u = 0..n*m when both groups come from one continuous distribution, by the recursion
 * c(u; n, m) = c(u - m; n - 1, m) + c(u; n, m - 1) of Mann & Whitney, Ann. Math. Stat. 18(1), 1947,
 * doi:10.1214/aoms/1177730491. Counts only ever add up, so rounding stays near 1e-14 relative.
 */
export function mannWhitneyNull(n: number, m: number): Float64Array {
  const single = new Float64Array(n * m + 1).fill(1, 0, 1);
  const groups = Array.from({ length: n }, () => single.slice());
  for (let columns = 1; columns <= m; columns++) {
    let fewerRows = single;
    for (const [index, counts] of groups.entries()) {
      addShifted(counts, fewerRows, columns, (index + 1) * columns);
      fewerRows = counts;
    }
  }
  return normalise(groups.at(-1) ?? single);
}

/**
 * P(V = v) for v = 0..n(n+1)/2, the sum of the ranks with a positive sign when each of 1..n is positive with
 * probability 1/2. Wilcoxon, Biometrics Bulletin 1(6), 1945, doi:10.2307/3001968.
 */
export function signedRankNull(n: number): Float64Array {
  const counts = new Float64Array((n * (n + 1)) / 2 + 1).fill(1, 0, 1);
  for (let rank = 1; rank <= n; rank++) addShifted(counts, counts.slice(), rank, (rank * (rank + 1)) / 2);
  return normalise(counts);
}

/** Two-sided p of a statistic under its exact null distribution: twice the smaller tail, as in R. */
export function exactP(statistic: number, distribution: Float64Array): number {
  const tail = (from: number, to: number) => distribution.slice(from, to).reduce((sum, p) => sum + p, 0);
  return Math.min(1, 2 * Math.min(tail(0, statistic + 1), tail(statistic, distribution.length)));
}

/** Two-sided p by the normal approximation with continuity correction; 1 when the statistic cannot vary. */
export function normalP(statistic: number, mean: number, variance: number): number {
  if (variance <= 0) return 1;
  return Math.min(1, 2 * normalTail(Math.max(0, Math.abs(statistic - mean) - 0.5) / Math.sqrt(variance)));
}

function addShifted(into: Float64Array, from: Float64Array, shift: number, last: number): void {
  for (let u = last; u >= shift; u--) into[u] = at(into, u) + at(from, u - shift);
}

function normalise(counts: Float64Array): Float64Array {
  const total = counts.reduce((sum, count) => sum + count, 0);
  return counts.map((count) => count / total);
}
