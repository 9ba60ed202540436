import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { identify } from '../../experiment/process-identity.ts';
import { withLock } from './lock.ts';

const root = await mkdtemp(join(tmpdir(), 'coldbench-lock-'));
afterAll(() => rm(root, { recursive: true }));
const path = join(root, 'lock');
const locked = (task: () => Promise<void>) => withLock(path, join(root, 'spare'), task);

test('one at a time: who comes second does not, and is told so', async () => {
  const done: string[] = [];
  const first = await locked(async () => {
    expect(JSON.parse(await readFile(path, 'utf8'))).toEqual(identify(process.pid));
    expect(await locked(async () => void done.push('second'))).toBe(false);
    done.push('first');
  });
  expect([first, done]).toEqual([true, ['first']]);
  expect(existsSync(path)).toBe(false);
});

test('it is given back when the task fails', async () => {
  await expect(
    locked(async () => {
      throw new Error('failed');
    }),
  ).rejects.toThrow('failed');
  expect(await locked(async () => undefined)).toBe(true);
});

test.each([
  ['of a process that is gone', () => JSON.stringify({ pid: spawnSync('true').pid, started: '1@x' })],
  ['of another process with the same number', () => JSON.stringify({ pid: process.pid, started: '1@x' })],
  ['that is empty', () => ''],
  ['that is cut', () => '{"pid":'],
])('one %s is taken over', async (_what, content) => {
  await writeFile(path, content());
  let held = false;
  expect(
    await locked(async () => {
      held = existsSync(path);
    }),
  ).toBe(true);
  expect(held).toBe(true);
  expect(existsSync(join(root, 'spare'))).toBe(false);
});
