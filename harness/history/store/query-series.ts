import { METRICS } from '../../model/metrics.ts';
import type { MachineClass, Series, SeriesKey, SeriesPoint } from '../series.ts';
import type { Duck, Row } from './duck.ts';
import { idOf } from './hashes.ts';
import type { SeriesFilter } from './history-types.ts';
import { Machines } from './machines.ts';
import { figuresWhere } from './where.ts';

const UNITS = new Map(METRICS.map(({ name, unit }) => [name, unit]));

const KEY_COLUMNS = ['workload', 'work', 'runner', 'variant', 'condition', 'metric'] as const;

/** A figure as it comes out of the database: number of its run, median, interval, n. */
type StoredPoint = readonly [no: number, value: number, low: number | null, high: number | null, n: number];

/**
 * The series that are asked for; with a limit, the last so many runs of each, whatever machine they ran on. Points come
 * as one JSON text a series: value by value, 10,000 runs would take most of a second.
 */
export async function querySeries(duck: Duck, filter: SeriesFilter): Promise<Series[]> {
  const { sql, values } = figuresWhere(filter);
  const newest =
    filter.limit === undefined ? '' : 'QUALIFY row_number() OVER (PARTITION BY series ORDER BY no DESC) <= ?';
  const rows = await duck.rows(
    `SELECT series, machineId, ${KEY_COLUMNS.map((name) => `any_value("${name}") AS "${name}"`).join(', ')},
      to_json(list(json_array(no, "value", low, high, n)))::VARCHAR AS points
    FROM (FROM figures JOIN runs USING (key, source) WHERE NOT superseded AND ${sql} ${newest})
    GROUP BY series, machineId ORDER BY workload, runner, variant, metric, work, min(no)`,
    filter.limit === undefined ? values : [...values, filter.limit],
  );
  const found = rows.map((row) => ({ row, points: pointsOf(row) }));
  const runs = await queryRunsOfPoints(
    duck,
    found.flatMap(({ points }) => points),
  );
  return found.map(({ row, points }) => seriesOf(row, points, runs));
}

const pointsOf = ({ points }: Row): StoredPoint[] =>
  (JSON.parse(String(points)) as StoredPoint[]).sort(([a], [b]) => a - b);

interface RunOfPoint extends Pick<SeriesPoint, 'run' | 'startedAt' | 'commit'> {
  readonly machine: MachineClass;
}

/** What points tell of their runs, by number. */
async function queryRunsOfPoints(
  duck: Duck,
  points: readonly StoredPoint[],
): Promise<ReadonlyMap<number, RunOfPoint>> {
  const [first, last] = points.reduce(
    ([least, most], [no]) => [Math.min(least, no), Math.max(most, no)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  );
  if (points.length === 0) return new Map();
  const rows = await duck.rows(
    `SELECT details.machine, to_json(list(json_array(no, run, details.startedMs, "commit")))::VARCHAR AS runs
    FROM runs JOIN details USING (key, source) WHERE no BETWEEN ? AND ? GROUP BY details.machine`,
    [first, last],
  );
  const machines = new Machines();
  return new Map(
    rows.flatMap(({ machine, runs }) =>
      (JSON.parse(String(runs)) as [number, string, number, string | null][]).map(
        ([no, run, startedMs, commit]) => [
          no,
          {
            run,
            startedAt: new Date(startedMs).toISOString(),
            commit,
            machine: machines.of(String(machine)),
          },
        ],
      ),
    ),
  );
}

function seriesOf(row: Row, stored: readonly StoredPoint[], runs: ReadonlyMap<number, RunOfPoint>): Series {
  const key = Object.fromEntries(
    KEY_COLUMNS.map((name) => [name, String(row[name])]),
  ) as unknown as SeriesKey;
  const runOfPoint = (no: number): RunOfPoint => {
    const found = runs.get(no);
    if (!found) throw new Error(`there is no run ${no}`);
    return found;
  };
  return {
    id: idOf(`${row.series} ${row.machineId}`),
    key,
    unit: UNITS.get(key.metric) ?? 'ns',
    machine: runOfPoint(stored[0]?.[0] ?? -1).machine,
    points: stored.map(([no, value, low, high, n]) => {
      const { run, startedAt, commit } = runOfPoint(no);
      return {
        run,
        startedAt,
        commit,
        value,
        interval: low === null || high === null ? null : { low, high },
        n,
      };
    }),
  };
}
