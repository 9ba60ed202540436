import { futureProblem } from './clock.ts';
import type { Duck } from './duck.ts';
import type { HistoryRun, RunFilter } from './history-types.ts';
import { Machines } from './machines.ts';
import type { RunEntry } from './run-entry.ts';
import { runsWhere } from './where.ts';

type StoredRun = Omit<RunEntry, 'figures'> & { readonly superseded: boolean };
type Paths = ReadonlyMap<string, string>;

/** The runs that are asked for, newest first. */
export async function queryRuns(duck: Duck, paths: Paths, filter: RunFilter): Promise<HistoryRun[]> {
  const { sql, values } = runsWhere(filter);
  const rows = await duck.rows(
    `SELECT details.*, superseded
    FROM (FROM runs WHERE ${sql} ORDER BY no DESC ${limited(filter)}) AS runs JOIN details USING (key, source)
    ORDER BY no DESC`,
    values,
  );
  const nowMs = Date.now();
  const machines = new Machines();
  return rows.map((row) => runOf(row as unknown as StoredRun, paths, machines, nowMs));
}

export async function countRuns(duck: Duck, filter: RunFilter): Promise<number> {
  const { sql, values } = runsWhere(filter);
  const [row] = await duck.rows(`SELECT count(*)::INTEGER AS count FROM runs WHERE ${sql}`, values);
  return Number(row?.count ?? 0);
}

const limited = ({ limit }: RunFilter): string =>
  limit === undefined ? '' : `LIMIT ${Math.max(0, Math.floor(limit))}`;

function runOf(row: StoredRun, paths: Paths, machines: Machines, nowMs: number): HistoryRun {
  const { run, key, id, startedAt, startedMs, commit, machine, complete, superseded, quietness } = row;
  return {
    run,
    path: paths.get(key) ?? '',
    id,
    startedAt,
    commit,
    machine: machines.of(machine),
    complete,
    superseded,
    labels: JSON.parse(row.labels),
    quietness,
    plan: JSON.parse(row.plan),
    clock: row.clock ?? futureProblem(startedMs, nowMs),
  };
}
