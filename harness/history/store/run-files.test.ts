import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { RunLister, runPath } from './run-files.ts';

const root = await mkdtemp(join(tmpdir(), 'coldbench-run-files-'));
afterAll(() => rm(root, { recursive: true }));

const KEY = '0123456789abcdef';

test.each([
  ['2026-11-26T10:05:00.123Z', `runs/2026/11/20261126T100500Z-${KEY}.ndjson`],
  ['2026-11-26T10:05Z', `runs/2026/11/20261126T100500Z-${KEY}.ndjson`],
  ['1970-01-01T00:00:00.000Z', `runs/1970/01/19700101T000000Z-${KEY}.ndjson`],
  ['9999-12-31T23:59:59.999999Z', `runs/9999/12/99991231T235959Z-${KEY}.ndjson`],
])('a run of %s is kept as %s', (startedAt, path) => {
  expect(runPath(startedAt, KEY)).toBe(path);
});

async function put(history: string, key: string): Promise<string> {
  const path = runPath('2026-11-26T10:05:00Z', key);
  await mkdir(dirname(join(history, path)), { recursive: true });
  await writeFile(join(history, path), '');
  return path;
}

/** As if everything had been there for an hour. */
async function age(history: string, folders: readonly string[]): Promise<void> {
  const before = new Date(Date.now() - 3_600_000);
  for (const folder of folders) await utimes(join(history, folder), before, before);
}

test('a listing is kept for as long as no folder changes, and no longer', async () => {
  const history = join(root, 'kept');
  const lister = new RunLister(history);
  expect((await lister.list()).paths.size).toBe(0);
  await put(history, KEY);
  expect((await lister.list()).paths.size).toBe(1);
  await age(history, ['runs', 'runs/2026', 'runs/2026/11']);
  const listed = await lister.list();
  expect(await lister.list()).toBe(listed);
  const path = await put(history, KEY.replace('0', 'f'));
  expect((await lister.list()).paths.size).toBe(2);
  await rm(join(history, path));
  expect((await lister.list()).paths.size).toBe(1);
});

test('a folder that changed just now is listed again, since it may change twice within one step of the clock', async () => {
  const history = join(root, 'young');
  await put(history, KEY);
  const lister = new RunLister(history);
  expect(await lister.list()).not.toBe(await lister.list());
});

test('what git and editors hide is passed over', async () => {
  const history = join(root, 'hidden');
  await put(history, KEY);
  await writeFile(join(history, 'runs/.gitkeep'), '');
  expect(await new RunLister(history).list()).toMatchObject({ strangers: [], paths: { size: 1 } });
});
