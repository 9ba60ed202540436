import { join } from 'node:path';
import { type Duck, identifier, literal, pathLiteral } from './duck.ts';
import type { Source } from './index-files.ts';
import { FIGURE_COLUMNS, RUN_COLUMNS } from './run-entry.ts';

const listed = (columns: object, prefix = ''): string =>
  Object.keys(columns)
    .map((name) => `${prefix}${identifier(name)}`)
    .join(', ');

const FIGURES_TYPE = `STRUCT(${Object.entries(FIGURE_COLUMNS)
  .map(([name, type]) => `${identifier(name)} ${type}`)
  .join(', ')})[]`;

/**
 * Makes the views `details`, a row a run and source, and `figures`, a row a run, source and figure, of all sources; and
 * the table `every_run` of what is needed to choose among them. A run may be in several sources.
 */
export async function loadSources(duck: Duck, sources: readonly Source[]): Promise<void> {
  const pending = sources.filter(({ kind }) => kind === 'pending');
  await duck.run(`CREATE OR REPLACE TABLE pending AS ${pendingRows(pending)}`);
  const segments = sources.filter(({ kind }) => kind === 'segment');
  const ofSegments = (name: 'runs' | 'figures', columns: string): string =>
    segments
      .map((segment) => {
        const path = pathLiteral(join(segment.path, `${name}.parquet`));
        const from = `read_parquet(${path}, hive_partitioning = false)`;
        return `SELECT ${columns}, ${literal(segment.name)} AS source FROM ${from} UNION ALL`;
      })
      .join('\n');
  await duck.run(`CREATE OR REPLACE VIEW details AS
    ${ofSegments('runs', listed(RUN_COLUMNS))} SELECT ${listed(RUN_COLUMNS)}, source FROM pending`);
  const figureColumns = `key, ${listed(FIGURE_COLUMNS)}`;
  await duck.run(`CREATE OR REPLACE VIEW figures AS
    ${ofSegments('figures', figureColumns)}
    SELECT ${figureColumns}, source FROM (SELECT key, source, unnest(figures, recursive := true) FROM pending)`);
  await duck.run(`CREATE OR REPLACE TABLE every_run AS
    SELECT key, id, startedMs, machineId, complete, clock, source FROM details`);
}

function pendingRows(pending: readonly Source[]): string {
  const columns = { ...RUN_COLUMNS, figures: FIGURES_TYPE };
  if (pending.length === 0) {
    const nothing = Object.entries(columns).map(([name, type]) => `NULL::${type} AS ${identifier(name)}`);
    return `SELECT ${nothing.join(', ')}, '' AS source WHERE false`;
  }
  const paths = pending.map(({ path }) => pathLiteral(path)).join(', ');
  const types = Object.entries(columns).map(([name, type]) => `${identifier(name)}: ${literal(type)}`);
  return `SELECT ${listed(columns)}, parse_filename(filename) AS source
    FROM read_json([${paths}], format = 'newline_delimited', columns = {${types.join(', ')}},
      filename = true, hive_partitioning = false)`;
}

/** Runs that are in the folder and not in the index, and the other way around, by their keys. */
export interface Difference {
  readonly missing: readonly string[];
  readonly removed: readonly string[];
}

/** Compares the folder with the index inside the database: ten thousand keys need not come out of it. */
export async function compareWithFolder(duck: Duck, keys: Iterable<string>): Promise<Difference> {
  const list = [...keys].join(',');
  await duck.run(`CREATE OR REPLACE TABLE folder AS SELECT unnest(string_split(?, ',')) AS key`, [list]);
  const [missing = []] = await duck.columns(
    `SELECT key FROM folder ANTI JOIN every_run USING (key) WHERE key <> ''`,
  );
  const [removed = []] = await duck.columns(
    'SELECT DISTINCT key FROM every_run ANTI JOIN folder USING (key)',
  );
  return { missing: missing.map(String), removed: removed.map(String) };
}

/**
 * Makes the table `runs` of what is in `every_run` and in `folder`: a row a run, numbered by time. `source` is where its
 * details and figures are to be taken from, and `superseded` marks an incomplete file of a run of which a complete one
 * is there.
 */
export async function settleRuns(duck: Duck): Promise<void> {
  await duck.run(`CREATE OR REPLACE TABLE runs AS
    WITH kept AS (FROM every_run SEMI JOIN folder USING (key)),
      chosen AS (SELECT key, min(source) AS source FROM kept GROUP BY key)
    SELECT *, row_number() OVER (ORDER BY startedMs, key)::INTEGER - 1 AS no,
      NOT complete AND (id, startedMs) IN (SELECT (id, startedMs) FROM kept WHERE complete) AS superseded
    FROM kept JOIN chosen USING (key, source)`);
}

/** How many rows of runs each source holds, and how many of them `runs` takes from it. */
export async function census(
  duck: Duck,
): Promise<Map<string, { readonly all: number; readonly used: number }>> {
  const rows = await duck.rows(`SELECT source, count(*)::INTEGER AS "all", count(runs.key)::INTEGER AS used
    FROM every_run LEFT JOIN runs USING (key, source) GROUP BY source`);
  return new Map(
    rows.map(({ source, all, used }) => [String(source), { all: Number(all), used: Number(used) }]),
  );
}

/**
 * Writes the runs that `runs` takes from these sources, and their figures, as the two Parquet files of a segment;
 * returns how many runs. Figures of one series lie together, so that a query for one reads little of the file.
 */
export async function writeSegment(duck: Duck, sources: readonly Source[], folder: string): Promise<number> {
  const chosen = `source IN (${sources.map(({ name }) => literal(name)).join(', ')})`;
  const [row] = await duck.rows(`SELECT count(*)::INTEGER AS count FROM runs WHERE ${chosen}`);
  const count = Number(row?.count ?? 0);
  if (count === 0) return 0;
  const write = (view: 'details' | 'figures', columns: object, order: string, name: string): Promise<void> =>
    duck.run(`COPY (
      SELECT ${view === 'figures' ? 'figures.key, ' : ''}${listed(columns, `${view}.`)}
      FROM ${view} JOIN runs USING (key, source) WHERE ${chosen} ORDER BY ${order})
      TO ${literal(join(folder, name))} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 20480)`);
  await write('details', RUN_COLUMNS, 'no', 'runs.parquet');
  await write('figures', FIGURE_COLUMNS, 'series, no', 'figures.parquet');
  return count;
}
