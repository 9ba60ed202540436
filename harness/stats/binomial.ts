/** 1-based positions in the ascending samples. */
export type Ranks = { readonly low: number; readonly high: number };

/**
 * The ranks l < u with P(B < l) <= (1 - level)/2 and P(B >= u) <= (1 - level)/2 for B ~ Binomial(n, q), so that the
 * samples x(l) and x(u) enclose the q-quantile of the population with at least the probability `level`, whatever the
 * distribution is (David & Nagaraja, Order Statistics, 3rd ed., section 7.1; ties only add to the coverage:
 * Scheffe & Tukey 1945, doi:10.1214/aoms/1177731119). `null` when n is too small for such ranks.
 */
export function quantileRanks(n: number, q: number, level: number): Ranks | null {
  const { first, probabilities } = binomial(n, q);
  const tail = tailOf(level);
  let low = first;
  let below = 0;
  for (const probability of probabilities) {
    below += probability;
    if (below > tail) break;
    low++;
  }
  let high = first + probabilities.length;
  let above = 0;
  for (const probability of probabilities.toReversed()) {
    above += probability;
    if (above > tail) break;
    high--;
  }
  return low >= 1 && high <= n ? { low, high } : null;
}

/** The smallest n for which `quantileRanks` exists. */
export const minimumSamples = (q: number, level: number): number =>
  Math.ceil(Math.log(tailOf(level)) / Math.log(Math.max(q, 1 - q)) - 1e-9);

/** The probability on either side of a two-sided interval; a hair more, so that 0.9 leaves 0.05 and not 0.04999. */
export const tailOf = (level: number): number => ((1 - level) / 2) * (1 + 1e-9);

/**
 * P(B = k) for k = first, first + 1, ...; cells below 1e-20 of the largest are left out. The ratio of neighbours is
 * followed outwards from the mode and the sum divided out at the end, which needs no factorials and O(sqrt(n)) steps.
 * (simple-statistics' binomialDistribution stops at a cumulative probability of 0.9999.)
 */
export function binomial(n: number, q: number): { first: number; probabilities: Float64Array } {
  const mode = Math.min(n, Math.floor((n + 1) * q));
  const odds = q / (1 - q);
  const down: number[] = [];
  for (let k = mode, weight = 1; k > 0 && weight > 1e-20; k--) {
    weight *= k / ((n - k + 1) * odds);
    down.push(weight);
  }
  const up: number[] = [];
  for (let k = mode, weight = 1; k < n && weight > 1e-20; k++) {
    weight *= ((n - k) * odds) / (k + 1);
    up.push(weight);
  }
  const weights = Float64Array.from([...down.toReversed(), 1, ...up]);
  const total = weights.toSorted().reduce((sum, weight) => sum + weight, 0);
  return { first: mode - down.length, probabilities: weights.map((weight) => weight / total) };
}
