import { type Estimate, type IntervalOptions, levelOf, noInterval } from './interval.ts';
import { at, type Samples, toFloat64 } from './samples.ts';
import { studentQuantile } from './student.ts';

/**
 * The mean and Student's interval of it: mean ± t(n - 1) s / sqrt(n). Only for estimates that are themselves averages of
 * much (a slope a round), of which there are too few for ranks: it takes them for normal, which latencies never are.
 * Student, "The probable error of a mean", Biometrika 6(1), 1908, doi:10.1093/biomet/6.1.1. Two samples at least.
 */
export function meanInterval(samples: Samples, options: IntervalOptions = {}): Estimate {
  const level = levelOf(options);
  const values = toFloat64(samples);
  const n = values.length;
  if (n === 0) return { estimate: null, ...noInterval('no samples', level) };
  const estimate = values.reduce((sum, value) => sum + value, 0) / n;
  if (n < 2) return { estimate, ...noInterval('fewer than 2 samples', level) };
  if (values.every((value) => value === at(values, 0))) {
    return { estimate, interval: { low: estimate, high: estimate, level, method: 'constant' }, reason: null };
  }
  const variance = values.reduce((sum, value) => sum + (value - estimate) ** 2, 0) / (n - 1);
  const half = studentQuantile(1 - level, n - 1) * Math.sqrt(variance / n);
  return {
    estimate,
    interval: { low: estimate - half, high: estimate + half, level, method: 'student' },
    reason: null,
  };
}
