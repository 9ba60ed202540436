import { median } from '../stats/index.ts';
import { normalQuantile } from '../stats/normal.ts';
import type { SeriesPoint } from './series.ts';

/** The points of a series as levels: a change by a factor is a shift of logarithms, whatever the level. */
export interface Levels {
  /** Those with a figure above 0, of which there is a logarithm. */
  readonly points: readonly SeriesPoint[];
  readonly values: Float64Array;
  /** Of each, as its interval tells; where it has none, as the others' tell for its number of trials. */
  readonly ownVariances: Float64Array;
}

/** Standard deviations from one end of a normal 95 % interval to the other. */
const WIDTH = 2 * normalQuantile(0.975);

export function levelsOf(all: readonly SeriesPoint[]): Levels {
  const points = all.filter(({ value }) => value > 0 && Number.isFinite(value));
  const variances = points.map(ownVariance);
  const ofOneTrial = median(
    variances.flatMap((variance, index) => (variance === null ? [] : [variance * (points[index]?.n ?? 1)])),
  );
  return {
    points,
    values: Float64Array.from(points, ({ value }) => Math.log(value)),
    ownVariances: Float64Array.from(
      points,
      ({ n }, index) => variances[index] ?? (ofOneTrial ?? 0) / Math.max(1, n),
    ),
  };
}

function ownVariance({ interval }: SeriesPoint): number | null {
  if (interval === null || !(interval.low > 0)) return null;
  return (Math.log(interval.high / interval.low) / WIDTH) ** 2;
}
