import { closest } from 'fastest-levenshtein';
import { UsageError } from '../model/errors.ts';
import { METRICS, type Metric } from '../model/metrics.ts';

/** @throws UsageError `UNKNOWN_METRIC`, with the nearest name. */
export function requireMetric(name: string): Metric {
  const found = METRICS.find((metric) => metric.name === name);
  if (found) return found;
  const names = METRICS.map((metric) => metric.name);
  throw new UsageError(
    'UNKNOWN_METRIC',
    `There is no metric '${name}'; did you mean '${closest(name, names)}'?`,
    { remedy: `The metrics are ${names.join(', ')}.` },
  );
}
