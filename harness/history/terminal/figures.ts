import type { Metric } from '../../model/metrics.ts';
import { columnUnit } from '../../report/column-scale.ts';
import { BYTE_UNITS, NS_UNITS, type Unit } from '../../report/format.ts';
import type { Estimate } from '../../report/summary-types.ts';
import type { SeriesPoint } from '../series.ts';

const LEVEL = 0.95;

/** The point as the estimate that it was, for the columns of a report. */
export const estimateOf = ({ value, interval, n }: SeriesPoint): Estimate => ({
  value,
  interval: interval && { ...interval, level: LEVEL, method: 'order-statistic' },
  n,
  note: null,
});

/** One unit for all points that are shown together. */
export const unitOf = ({ unit }: Metric, points: readonly SeriesPoint[]): Unit =>
  columnUnit(
    points.map(({ value }) => value),
    unit === 'ns' ? NS_UNITS : BYTE_UNITS,
  );

/** `2026-11-26 10:05`, in UTC. */
export const minuteOf = (startedAt: string): string => startedAt.slice(0, 16).replace('T', ' ');

const COMMIT_DIGITS = 10;

/** Enough of a commit to find it by, and whether files differed from it. */
export const shortCommit = (commit: string | null): string => {
  if (commit === null) return '–';
  const [hash = '', ...rest] = commit.split('-');
  return [hash.slice(0, COMMIT_DIGITS), ...rest].join('-').slice(0, 2 * COMMIT_DIGITS);
};

const CLASS_DIGITS = 8;

/** Enough of the id of a machine class for `--machine`. */
export const shortClass = (id: string): string => id.slice(0, CLASS_DIGITS);
