import { ColdbenchError } from '../model/errors.ts';
import { METRICS, type Metric } from '../model/metrics.ts';
import { pairSeries, type SubjectSeries } from '../model/series.ts';
import { safeText } from '../report/sanitize.ts';
import type { CompareOptions, Comparison } from './comparison.ts';
import type { Matched, SubjectPair } from './match.ts';
import { gatePhases } from './phase-verdicts.ts';
import { type Design, rowStatistics, type Sides } from './row.ts';
import { familySize, type Judgeable, judge } from './verdict.ts';

type Compared = Pick<Comparison, 'design' | 'threshold' | 'familySize' | 'subjects'>;

/**
 * The rows of every pair, judged as one family.
 * @throws ColdbenchError `NO_COMMON_ROWS` when there is no pair, or none has the metrics that were asked for.
 */
export function compareSubjects(
  { pairs, notes }: Matched,
  design: Design,
  { withRows, ...options }: CompareOptions & { readonly withRows: boolean },
): Compared {
  if (pairs.length === 0) throw noCommonSubject(notes);
  const measured = withRows ? pairs.flatMap((pair) => rowsOf(pair, design, options)) : [];
  if (withRows && measured.length === 0) throw noCommonMetric(options.metrics);
  const judged = judge(measured, { threshold: options.threshold, design });
  return {
    design,
    threshold: options.threshold,
    familySize: familySize(measured),
    subjects: pairs.map((pair) => ({
      ...pair.compared,
      rows: gatePhases(judged.filter((row) => row.pair === pair)).map(({ pair: _, ...row }) => row),
    })),
  };
}

/** A phase comes along with its cold start: it tells where a change sits. */
function rowsOf(
  pair: SubjectPair,
  design: Design,
  { metrics }: CompareOptions,
): (Judgeable & { pair: SubjectPair })[] {
  const asked = ({ name }: Metric): boolean => metrics.includes(name);
  const wanted = METRICS.filter(
    (metric) =>
      metrics.length === 0 || asked(metric) || (metric.role === 'phase' && metrics.includes('coldStart')),
  );
  return wanted.flatMap((metric) => {
    const statistics = rowStatistics(sidesOf(pair, metric, design));
    return statistics
      ? [{ pair, metric, hypothesis: metric.role === 'primary' || asked(metric), statistics }]
      : [];
  });
}

function sidesOf(pair: SubjectPair, metric: Metric, design: Design): Sides {
  if (metric.name === 'artifactSize') {
    const size = ({ artifact }: SubjectSeries): number[] => (artifact ? [artifact.sizeBytes] : []);
    return { metric, design, old: size(pair.old), new: size(pair.new) };
  }
  const [old, fresh] = [pair.old.of(metric.name), pair.new.of(metric.name)];
  if (design === 'independent') return { metric, design, old: old.values, new: fresh.values };
  const { a, b } = pairSeries(old, fresh);
  return { metric, design, old: a, new: b };
}

/** Reasons of this many subjects tell what is going on. */
const MOST_REASONS = 5;

/** Names of subjects come from the file, and go straight to the terminal. */
function noCommonSubject(reasons: readonly string[]): ColdbenchError {
  const shown = reasons.slice(0, MOST_REASONS).map((reason) => safeText(reason));
  const message = ['There is no subject to compare.', ...shown].join('\n  ');
  return new ColdbenchError('NO_COMMON_ROWS', message, {
    remedy: 'Compare runs of the same workload and runners.',
  });
}

function noCommonMetric(metrics: readonly string[]): ColdbenchError {
  return new ColdbenchError(
    'NO_COMMON_ROWS',
    `No subject has figures of ${metrics.join(', ')} on both sides.`,
    {
      remedy: 'Leave out --metric to see what there is. A p99 needs 40 measured warm calls a trial.',
    },
  );
}
