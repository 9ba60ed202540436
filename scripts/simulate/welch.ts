import { studentTwoSided } from '../../harness/stats/student.ts';

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
