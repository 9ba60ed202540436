import type { SeriesPoint } from '../../harness/history/series.ts';
import { normal } from '../../harness/selfcheck/testing.ts';
import { driftVariance } from '../../harness/stats/drift.ts';
import { median, medianInterval, type Random, Sorted } from '../../harness/stats/index.ts';
import type { Pool, PoolRow } from '../simulate/pool.ts';

/** What one night has of one series. */
export interface Night {
  readonly point: SeriesPoint;
  readonly trials: Sorted;
}

/** A machine that measures `subjects` things every night, each with the rows of the pool. */
export interface Nightly {
  readonly pool: Pool;
  readonly subjects: number;
  readonly blocks: number;
  /** Standard deviation of a night's level on the logarithm, by row; all series of a night share what was drawn. */
  readonly drift: readonly number[];
}

/** What the levels of a row wander by while a run lasts, from the record itself; see harness/stats/drift.ts. */
export function driftOf({ first, second }: PoolRow, blocks: number): number {
  const variances = [first, ...(second ? [second] : [])].flatMap((values) =>
    Array.from({ length: Math.floor(values.length / blocks) }, (_, stretch) =>
      driftVariance(values.slice(stretch * blocks, (stretch + 1) * blocks).map(Math.log)),
    ),
  );
  return Math.sqrt(variances.reduce((sum, variance) => sum + variance, 0) / variances.length);
}

/** One night of all series, subject by subject; `factor` is how far a series' level is from where it began. */
export function drawNight(
  nightly: Nightly,
  night: number,
  random: Random,
  factor: (series: number) => number,
): Night[] {
  const { pool, subjects, blocks, drift } = nightly;
  const common = normal(random);
  return Array.from({ length: subjects }, () => random.int(pool.blocks)).flatMap((start, subject) =>
    pool.rows.map((row, index) => {
      const level = Math.exp(common * (drift[index] ?? 0)) * factor(subject * pool.rows.length + index);
      const source = subject % 2 === 1 && row.second ? row.second : row.first;
      const values = Float64Array.from(
        { length: blocks },
        (_, i) => (source[(start + i) % source.length] ?? Number.NaN) * level,
      );
      return nightOf(Sorted.of(values), night);
    }),
  );
}

function nightOf(trials: Sorted, night: number): Night {
  const { interval } = medianInterval(trials);
  const startedAt = new Date(Date.UTC(2026, 0, 1) + night * 86_400_000).toISOString();
  const value = median(trials) ?? Number.NaN;
  return {
    trials,
    point: { run: String(night), startedAt, commit: null, value, interval, n: trials.length },
  };
}
