/** A two-sided test of equal means. */
export interface TTest {
  readonly t: number;
  readonly df: number;
  readonly p: number;
}

/**
 * Welch's t-test on means, as a rule to compare ours with: Welch, "The generalization of 'Student's' problem when
 * several different population variances are involved", Biometrika 34, 1947, doi:10.1093/biomet/34.1-2.28. The same as
 * R's t.test and SciPy's ttest_ind(equal_var=False). Null when neither side varies.
 */
export function welch(a: ArrayLike<number>, b: ArrayLike<number>): TTest | null {
  const [x, y] = [moments(a), moments(b)];
  const [u, v] = [x.variance / a.length, y.variance / b.length];
  if (!(u + v > 0)) return null;
  const t = (x.mean - y.mean) / Math.sqrt(u + v);
  const df = (u + v) ** 2 / (u ** 2 / (a.length - 1) + v ** 2 / (b.length - 1));
  return { t, df, p: studentTwoSided(t, df) };
}

export const mean = (values: ArrayLike<number>): number => moments(values).mean;

function moments(values: ArrayLike<number>): { mean: number; variance: number } {
  const all = Array.from(values);
  const average = all.reduce((sum, value) => sum + value, 0) / all.length;
  const squares = all.reduce((sum, value) => sum + (value - average) ** 2, 0);
  return { mean: average, variance: squares / (all.length - 1) };
}

/** P(|T| > |t|): the regularized incomplete beta function I(df / (df + t^2); df/2, 1/2), DLMF 8.17. */
const studentTwoSided = (t: number, df: number): number => incompleteBeta(df / (df + t ** 2), df / 2, 0.5);

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
