/** P(|T| > |t|) of Student's distribution: the regularized incomplete beta function I(df / (df + t^2); df/2, 1/2), DLMF 8.17. */
export const studentTwoSided = (t: number, df: number): number =>
  incompleteBeta(df / (df + t ** 2), df / 2, 0.5);

/**
 * The t >= 0 with P(|T| > t) = p, by bisection: it is needed for the interval of a few estimates at a time.
 * @throws RangeError for p outside (0, 1] or df <= 0.
 */
export function studentQuantile(p: number, df: number): number {
  if (!(p > 0 && p <= 1 && df > 0)) throw new RangeError(`studentQuantile(${p}, ${df}): 0 < p <= 1, df > 0`);
  let [low, high] = [0, 1];
  while (studentTwoSided(high, df) > p) [low, high] = [high, 2 * high];
  for (let step = 0; step < 60; step += 1) {
    const middle = (low + high) / 2;
    if (studentTwoSided(middle, df) > p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0 || x >= 1) return x <= 0 ? 0 : 1;
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x));
  // The fraction converges fast on this side; the other one is its mirror image.
  return x < (a + 1) / (a + b + 2)
    ? (front * betaFraction(x, a, b)) / a
    : 1 - (front * betaFraction(1 - x, b, a)) / b;
}

/** The continued fraction DLMF 8.17.22, from its end; 400 terms settle it for every df up to some 10^5. */
function betaFraction(x: number, a: number, b: number): number {
  let value = 1;
  for (let m = 200; m >= 1; m -= 1) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    const odd = (-(a + m - 1) * (a + b + m - 1) * x) / ((a + 2 * m - 2) * (a + 2 * m - 1));
    value = 1 + odd / (1 + even / value);
  }
  return 1 / value;
}

/** Stirling's series (DLMF 5.11.1) from 10 on, and the recurrence below; good to 1e-13. */
function logGamma(z: number): number {
  if (z < 10) return logGamma(z + 1) - Math.log(z);
  const series = 1 / (12 * z) - 1 / (360 * z ** 3) + 1 / (1260 * z ** 5) - 1 / (1680 * z ** 7);
  return (z - 0.5) * Math.log(z) - z + 0.5 * Math.log(2 * Math.PI) + series;
}
