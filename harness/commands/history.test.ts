import { copyFile, readdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadComparable } from '../compare/load.ts';
import { writeSampleSet } from '../compare/testing/sample-set.ts';
import { CommandSandbox, type Finished } from '../testing/command.ts';

let sandbox: CommandSandbox;
const file = (name: string): string => join(sandbox.folder, name);
const history = (...args: string[]): Promise<Finished> => sandbox.run(['history', ...args]);

const NIGHTS = ['2026-03-01', '2026-03-02', '2026-03-03', '2026-03-04'];

/** Four nights; the last one ran on another CPU. */
beforeAll(async () => {
  sandbox = await CommandSandbox.create();
  for (const [index, night] of NIGHTS.entries()) {
    await writeSampleSet(file(`${night}.ndjson`), {
      seed: index + 1,
      blocks: 6,
      manifest: { startedAt: `${night}T02:00:00.000Z`, labels: { commit: `c${index}` } },
      ending: { endedAt: `${night}T02:01:00.000Z` },
      ...(index === 3 && { machine: { cpuModel: 'Another CPU' } }),
    });
  }
  const added = await history('add', ...NIGHTS.map((night) => file(`${night}.ndjson`)));
  expect(added.exitCode, added.stderr).toBe(0);
});
afterAll(() => sandbox.remove());

test('add keeps each file byte for byte, once, under whatever name it comes', async () => {
  await copyFile(file('2026-03-01.ndjson'), file('copy.ndjson'));
  const again = await history('add', file('copy.ndjson'), '--json');
  expect(again.exitCode).toBe(0);
  expect(JSON.parse(again.stdout)).toMatchObject({ files: [{ status: 'known' }] });
  const kept = (await readdir(file('history/runs/2026/03'))).sort();
  expect(kept).toHaveLength(4);
  expect(await readFile(join(file('history/runs/2026/03'), kept[0] ?? ''))).toEqual(
    await readFile(file('2026-03-01.ndjson')),
  );
});

test('add names what it refuses, adds the rest, and exits with 1', async () => {
  await writeFile(file('other.json'), '{"other":1}\n');
  const done = await history('add', file('other.json'), file('2026-03-01.ndjson'), file('absent.ndjson'));
  expect(done.exitCode).toBe(1);
  expect(done.stderr).toMatch(/refused .*other\.json is not a coldbench result set/);
  expect(done.stderr).toMatch(/refused .*There is no file .*absent\.ndjson/);
  expect(done.stdout).toMatch(/known .*2026-03-01\.ndjson/);
});

test('list has the runs, newest first, with the medians that show prints', async () => {
  const { stdout } = await history('list', '--json');
  const { runs } = JSON.parse(stdout);
  expect(runs.map(({ commit }: { commit: string }) => commit)).toEqual(['c3', 'c2', 'c1', 'c0']);
  const text = (await history('list')).stdout;
  expect(text).toMatch(/^2026-03-04 02:00 +c3 /m);
  expect(text).toMatch(/Another, /);
});

test('show has the figures of the result sets, and a segment for each machine class', async () => {
  const { stdout, exitCode } = await history('show', '--runner', 'process', '--json');
  expect(exitCode).toBe(0);
  const { segments } = JSON.parse(stdout);
  expect(segments.map(({ points }: { points: unknown[] }) => points.length)).toEqual([3, 1]);
  for (const [index, night] of NIGHTS.slice(0, 3).entries()) {
    const { subjects } = await loadComparable(file(`${night}.ndjson`));
    const cold = [...subjects.values()][0]?.of('coldStart').values ?? [];
    const sorted = [...cold].sort((a, b) => a - b);
    expect(segments[0].points[index].value).toBe(((sorted[2] ?? 0) + (sorted[3] ?? 0)) / 2);
  }
});

describe('prune', () => {
  test('without a rule deletes nothing', async () => {
    expect((await history('prune')).exitCode).toBe(2);
  });

  test('names each file; the first and the last of each machine class stay', async () => {
    const planned = await history('prune', '--keep-days', '0', '--dry-run');
    expect(planned.stdout).toMatch(/1 run would be deleted, 3 kept/);
    expect(await readdir(file('history/runs/2026/03'))).toHaveLength(4);
  });
});

test('export writes every figure of every trial as Parquet, which DuckDB reads', async () => {
  const done = await history('export', '--parquet', file('trials'));
  expect(done.exitCode, done.stderr).toBe(0);
  const { DuckDBInstance } = createRequire(import.meta.url)('@duckdb/node-api');
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  const reader = await connection.runAndReadAll(
    `SELECT runner, count(*)::INTEGER AS trials, count(DISTINCT run)::INTEGER AS runs
     FROM '${file('trials')}/*.parquet' WHERE metric = 'coldStart' AND NOT warmup GROUP BY runner`,
  );
  expect(reader.getRowObjectsJS()).toEqual([{ runner: 'process', trials: 24, runs: 4 }]);
  connection.closeSync();
  expect((await history('export', '--parquet', file('trials'))).stderr).toMatch(/exists already/);
});

test('a history that is not there is named, with the way to begin one', async () => {
  const done = await history('list', '--history', file('none'));
  expect(done.exitCode).toBe(1);
  expect(done.stderr).toMatch(/There is no history in .*none[\s\S]*history add/);
});

test('show names a lasting change, with its commits, and a single slow night is none', async () => {
  const folder = file('stepped');
  const nights = Array.from({ length: 16 }, (_, night) => file(`stepped-${night}.ndjson`));
  for (const [night, path] of nights.entries()) {
    const coldMs = night === 4 ? 80 : night < 9 ? 50 : 55;
    const day = `2026-05-${String(night + 1).padStart(2, '0')}`;
    await writeSampleSet(path, {
      seed: night + 1,
      blocks: 8,
      warmCalls: 0,
      subjects: [{ coldMs }],
      manifest: { startedAt: `${day}T02:00:00.000Z`, labels: { commit: `c${night}` } },
      ending: { endedAt: `${day}T02:01:00.000Z` },
    });
  }
  expect((await history('add', ...nights, '--history', folder)).exitCode).toBe(0);
  const { stdout } = await history('show', '--runner', 'process', '--history', folder);
  expect(stdout.match(/[▲▼] \w+ since/g)).toEqual(['▲ slower since']);
  expect(stdout).toMatch(/▲ slower since 2026-05-10 \(after c8, from c9 on\)/);
  const json = JSON.parse((await history('show', '--history', folder, '--json', '--limit', '1')).stdout);
  expect(json.segments[0].changes).toMatchObject([
    { since: '2026-05-10', commits: { last: 'c8', first: 'c9' } },
  ]);
});
