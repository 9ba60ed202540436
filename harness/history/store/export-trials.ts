import { once } from 'node:events';
import { createWriteStream, existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { trialRows } from '../../formats/trial-rows.ts';
import { readResultSet } from '../../model/codec.ts';
import { ColdbenchError, messageOf } from '../../model/errors.ts';
import { keptRecords } from '../../model/kept-records.ts';
import type { Plan, ResultRecord } from '../../model/schema.ts';
import { type Duck, literal, pathLiteral } from './duck.ts';
import { groupBy } from './group.ts';
import { keyOf } from './hashes.ts';
import type { HistoryRun } from './history-types.ts';

/** A trial as it is handed to DuckDB; its figures become rows there. */
const TRIAL_TYPES = {
  key: 'VARCHAR',
  workload: 'VARCHAR',
  runner: 'VARCHAR',
  variant: 'VARCHAR',
  condition: 'VARCHAR',
  block: 'INTEGER',
  trial: 'INTEGER',
  warmup: 'BOOLEAN',
  status: 'VARCHAR',
  reason: 'VARCHAR',
  figures: 'STRUCT(metric VARCHAR, unit VARCHAR, "value" DOUBLE)[]',
};

/**
 * Writes every trial of these runs as Parquet, a file a month, into a folder that is not there yet: a row a trial and
 * metric as in `show --format csv`, and what the run is in front. Returns the names of the files.
 * @throws ColdbenchError `OUTPUT_EXISTS`, `OUTPUT_NOT_WRITABLE`; those of the reader for a damaged result set.
 */
export async function exportTrials(
  duck: Duck,
  history: string,
  runs: readonly HistoryRun[],
  folder: string,
): Promise<string[]> {
  if (existsSync(folder))
    throw new ColdbenchError('OUTPUT_EXISTS', `${folder} exists already, and nothing is written over it.`, {
      remedy: 'Name a folder that is not there yet with --parquet.',
    });
  const unfinished = `${folder}.${process.pid}.unfinished`;
  try {
    await mkdir(unfinished, { recursive: true });
    const names: string[] = [];
    for (const [month, ofMonth] of byMonth(runs)) {
      const name = `trials-${month}.parquet`;
      await writeMonth(duck, history, ofMonth, join(unfinished, name));
      names.push(name);
    }
    await rename(unfinished, folder);
    return names;
  } catch (cause) {
    await rm(unfinished, { recursive: true, force: true });
    if (cause instanceof ColdbenchError) throw cause;
    throw new ColdbenchError('OUTPUT_NOT_WRITABLE', `${folder} could not be written: ${messageOf(cause)}`, {
      cause,
      remedy: 'Name another folder with --parquet.',
    });
  }
}

const byMonth = (runs: readonly HistoryRun[]): Map<string, HistoryRun[]> =>
  groupBy(
    runs.filter(({ superseded }) => !superseded),
    ({ startedAt }) => startedAt.slice(0, 7),
  );

async function writeMonth(
  duck: Duck,
  history: string,
  runs: readonly HistoryRun[],
  path: string,
): Promise<void> {
  const lines = `${path}.ndjson`;
  await writeLines(history, runs, lines);
  const columns = Object.entries(TRIAL_TYPES).map(([name, type]) => `${name}: ${literal(type)}`);
  await duck.run(`COPY (
    SELECT details.run, epoch_ms(details.startedMs::BIGINT) AS startedAt, details."commit",
      details.machineId AS machine, details.complete, workload, runner, variant, condition, block, trial, warmup, status, metric, unit, "value", reason
    FROM (SELECT * EXCLUDE (figures), unnest(figures, recursive := true)
      FROM read_json(${pathLiteral(lines)}, format = 'newline_delimited', columns = {${columns.join(', ')}},
        hive_partitioning = false)) AS trials
    JOIN runs USING (key) JOIN details USING (key, source) ORDER BY runs.no, trial)
    TO ${literal(path)} (FORMAT parquet, COMPRESSION zstd)`);
  await rm(lines);
}

async function writeLines(history: string, runs: readonly HistoryRun[], path: string): Promise<void> {
  const file = createWriteStream(path);
  for (const run of runs) {
    for await (const line of trialLines(join(history, run.path), run))
      if (!file.write(line)) await once(file, 'drain');
  }
  file.end();
  await finished(file);
}

async function* trialLines(path: string, { run, complete }: HistoryRun): AsyncGenerator<string, void> {
  let plan: Plan | undefined;
  let ended = false;
  for await (const record of keptRecords(readResultSet(path))) {
    if (record.kind === 'manifest') plan = record.plan;
    if (record.kind === 'trial' && plan) yield `${JSON.stringify(trialOf(record, plan, keyOf(run)))}\n`;
    ended ||= record.kind === 'end';
  }
  // A reader takes a file without its end for an interrupted run; this one had an end when it was added.
  if (complete && !ended)
    throw new ColdbenchError('RUN_DAMAGED', `${path} has lost its end since it was added.`, {
      remedy: 'Add the result set again, which restores it, or remove the file.',
    });
}

function trialOf(trial: Extract<ResultRecord, { kind: 'trial' }>, plan: Plan, key: string) {
  const rows = trialRows(trial, plan);
  const [
    { metric: _metric, unit: _unit, value: _value, ...about } = { metric: null, unit: null, value: null },
  ] = rows;
  return { key, ...about, figures: rows.map(({ metric, unit, value }) => ({ metric, unit, value })) };
}
