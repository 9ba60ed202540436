import { readdir, readFile, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { TRIAL_COLUMNS, type TrialRow, trialRows } from '../../formats/trial-rows.ts';
import { readResultSet } from '../../model/codec.ts';
import { projectRoot } from '../../project-root.ts';
import { summarizeFile } from '../../report/summary.ts';
import { historyFolders } from '../testing/folders.ts';
import { writeNight } from '../testing/sample-runs.ts';
import { Duck, literal } from './duck.ts';

const { newPath, newFolder, open } = await historyFolders();
const REFERENCE = join(projectRoot(), 'results/reference/catalog.ndjson');

const exported = newPath();
let names: string[];
let broken: string;
beforeAll(async () => {
  const { history } = await open(newPath());
  broken = await writeNight(await newFolder(), 0, {
    subjects: [{ workload: "it's", fails: [1, 4] }, { runner: 'wasm' }],
  });
  for (const file of [REFERENCE, broken]) await history.add(file);
  names = await history.exportTrials(exported);
});

async function query(sql: string) {
  const duck = await Duck.open();
  try {
    return await duck.rows(sql);
  } finally {
    duck.close();
  }
}
const trials = `read_parquet(${literal(join(exported, '*.parquet'))})`;

test('a file a month, and nothing else', async () => {
  expect(names).toEqual(['trials-2026-03.parquet', 'trials-2026-11.parquet']);
  expect((await readdir(exported)).sort()).toEqual(names);
});

test('columns have types', async () => {
  const columns = await query(`DESCRIBE SELECT * FROM ${trials}`);
  expect(
    Object.fromEntries(columns.map(({ column_name, column_type }) => [column_name, column_type])),
  ).toEqual({
    run: 'VARCHAR',
    startedAt: 'TIMESTAMP',
    commit: 'VARCHAR',
    machine: 'VARCHAR',
    complete: 'BOOLEAN',
    workload: 'VARCHAR',
    runner: 'VARCHAR',
    variant: 'VARCHAR',
    condition: 'VARCHAR',
    block: 'INTEGER',
    trial: 'INTEGER',
    warmup: 'BOOLEAN',
    status: 'VARCHAR',
    metric: 'VARCHAR',
    unit: 'VARCHAR',
    value: 'DOUBLE',
    reason: 'VARCHAR',
  });
});

test.each([
  ['of the reference run', () => REFERENCE, '2026-11-23'],
  ['of a run with failed trials', () => broken, '2026-03-01'],
])('rows are those that show --format csv has: %s', async (_what, path, day) => {
  const expected: TrialRow[] = [];
  let plan: Parameters<typeof trialRows>[1] | undefined;
  for await (const { record } of readResultSet(path())) {
    if (record.kind === 'manifest') plan = record.plan;
    if (record.kind === 'trial' && plan) expected.push(...trialRows(record, plan));
  }
  const columns = TRIAL_COLUMNS.map((name) => `"${name}"`).join(', ');
  const rows = await query(
    `SELECT ${columns} FROM ${trials} WHERE startedAt::DATE = '${day}' ORDER BY trial`,
  );
  const sorted = (some: readonly object[]) => some.map((row) => JSON.stringify(row)).sort();
  expect(sorted(rows)).toEqual(sorted(expected));
});

test('the query of the README has the medians that show prints', async () => {
  const readme = await readFile(join(projectRoot(), 'harness/history/README.md'), 'utf8');
  const sql = readme.match(/```sql\n([\s\S]*?)```/)?.[1] ?? '';
  expect(sql).toContain("'trials/*.parquet'");
  const rows = await query(
    sql.replace("'trials/*.parquet'", literal(join(exported, '*.parquet'))).replace(/;\s*$/, ''),
  );
  const { subjects } = await summarizeFile(REFERENCE);
  for (const { runner, coldStart } of subjects) {
    const row = rows.find(
      (one) => one.runner === runner && String((one.month as Date).toISOString()).startsWith('2026-11'),
    );
    expect(row?.ms).toBe((coldStart?.medianNs.value ?? 0) / 1e6);
  }
});

test('nothing is written over', async () => {
  const { history } = await open(newPath());
  await expect(history.exportTrials(exported)).rejects.toMatchObject({
    code: 'OUTPUT_EXISTS',
    remedy: expect.any(String),
  });
});

test('of an empty history there is an empty folder', async () => {
  const { history } = await open(newPath());
  const folder = newPath();
  expect(await history.exportTrials(folder)).toEqual([]);
  expect(await readdir(folder)).toEqual([]);
});

test.each([
  ['in its first line', 'NOT_A_RESULT_SET', () => 10],
  ['after a whole line', 'RUN_DAMAGED', (text: string) => text.lastIndexOf('{"kind":"end"')],
])('a result set that was cut since, %s, stops it, and leaves nothing', async (_where, code, lengthOf) => {
  const { history } = await open(newPath());
  const { path } = await history.add(broken);
  await history.runs();
  await truncate(join(history.folder, path), lengthOf(await readFile(broken, 'utf8')));
  const folder = newPath();
  await expect(history.exportTrials(folder)).rejects.toMatchObject({ code, remedy: expect.any(String) });
  expect((await readdir(join(folder, '..'))).filter((name) => name.includes('unfinished'))).toEqual([]);
});
