import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { canMount, jsonFrom, killedWhen, withTinyDisk } from '../../model/store-child-process.ts';
import { createRandom } from '../../stats/index.ts';
import { historyChild } from '../testing/child-process.ts';
import { historyFolders } from '../testing/folders.ts';
import { writeNights } from '../testing/sample-runs.ts';
import type { Added } from './index.ts';

const { root, newPath, newFolder, open } = await historyFolders();
const child = await historyChild();
const files = await writeNights(await newFolder(), 90, { blocks: 1, warmCalls: 2 });

/** Every kept file is whole, and the index says the same as one that is made anew. */
async function expectSound(folder: string, atLeast: readonly string[]): Promise<void> {
  const { history } = await open(folder);
  const runs = await history.runs();
  expect(runs.map(({ run }) => run)).toEqual(expect.arrayContaining([...atLeast]));
  for (const { run, path } of runs) {
    const content = await readFile(join(folder, path));
    expect(createHash('sha256').update(content).digest('hex')).toBe(run);
  }
  const series = await history.series();
  const copy = newPath();
  await cp(join(folder, 'runs'), join(copy, 'runs'), { recursive: true });
  const anew = await open(copy);
  expect(await anew.history.series()).toEqual(series);
  expect(anew.told.filter((line) => /left out/.test(line))).toEqual([]);
  expect(series.find(({ key }) => key.metric === 'coldStart')?.points ?? []).toHaveLength(runs.length);
}

describe('two processes at once', () => {
  test('that add the same files keep each once, and one of them is told that it is new', async () => {
    const folder = newPath();
    const some = files.slice(0, 30);
    const answers = await Promise.all([1, 2, 3].map(() => jsonFrom(child('add', folder, some))));
    const [first = [], ...others] = answers as Added[][];
    expect(first).toHaveLength(30);
    for (const [index, { run, path }] of first.entries()) {
      const all = [first, ...others].map((own) => own[index]);
      expect(all.map((one) => one?.path)).toEqual([path, path, path]);
      expect(all.filter((one) => one?.isNew)).toHaveLength(1);
      expect(run).toMatch(/^[0-9a-f]{64}$/);
    }
    await expectSound(
      folder,
      first.map(({ run }) => run),
    );
  });

  test('that add different files while a third asks keep them all', async () => {
    const folder = newPath();
    const [half, rest] = [files.slice(0, 45), files.slice(45)];
    const asking = killedWhen(child('ask', folder), (points) => points === files.length);
    const answers = await Promise.all([
      jsonFrom(child('add', folder, half)),
      jsonFrom(child('add', folder, rest)),
    ]);
    expect(await asking).toBe(files.length);
    await expectSound(
      folder,
      (answers.flat() as Added[]).map(({ run }) => run),
    );
  });
});

describe('killed at any moment', () => {
  const random = createRandom(20261126);
  const moments = Array.from({ length: 8 }, () => [
    Math.round(random.next() * 40),
    Math.floor(random.next() * 88),
  ]);

  test.each(moments)('while adding and merging, %i ms after %i files', async (delayMs, after) => {
    const folder = newPath();
    const kept: string[] = [];
    const isTime = (run: unknown): boolean => {
      kept.push(String(run));
      return kept.length > after;
    };
    await killedWhen(child('addAndAsk', folder, files), isTime, delayMs);
    await expectSound(folder, kept);
    const finished = await jsonFrom(child('add', folder, files));
    expect(finished.filter((one) => (one as Added).run !== undefined)).toHaveLength(files.length);
    await expectSound(folder, kept);
    const index = await readdir(join(folder, 'index/v1/segments'));
    expect(index.every((name) => /^[0-9a-f]{16}$/.test(name))).toBe(true);
  });

  const laterMs = Array.from({ length: 8 }, (_, index) => Math.round(index * 22 + random.next() * 22));
  const unmerged = newPath();

  test.each(laterMs)('%i ms after it began to merge', async (delayMs) => {
    if (!existsSync(unmerged)) await jsonFrom(child('add', unmerged, files));
    const folder = newPath();
    await cp(unmerged, folder, { recursive: true });
    expect(await readdir(join(folder, 'index/v1/pending'))).toHaveLength(files.length);
    await killedWhen(child('ask', folder), (said) => said === 'asking', delayMs);
    await expectSound(folder, []);
    expect((await readdir(join(folder, 'runs/2026'))).length).toBeGreaterThan(1);
  });
});

test.runIf(await canMount(root))(
  'on a full disk, what is kept stays whole, and the refusal says so',
  async () => {
    const disk = await newFolder();
    const script = `${child('add', join(disk, 'history'), files)
      .map((part) => `'${part}'`)
      .join(' ')}; cd ${disk}/history && find runs -name '*.ndjson' -exec sha256sum {} + | sed 's/.*/"&"/'`;
    const said = await jsonFrom(withTinyDisk(disk, ['sh', '-c', script], 'size=200k'));
    const added = said.filter((one): one is Added => typeof (one as Added).run === 'string');
    const refused = said.filter((one) => (one as { code?: string }).code !== undefined);
    const sums = said.filter((one) => typeof one === 'string').map((line) => String(line).split(/ +/));
    expect(added.length).toBeGreaterThan(3);
    expect(refused.length).toBe(files.length - added.length);
    expect(refused[0]).toMatchObject({ code: 'DISK_FULL', message: expect.stringMatching(/no space left/) });
    expect(sums.length).toBeGreaterThanOrEqual(added.length);
    for (const [sum = '', path = ''] of sums) expect(path).toContain(sum.slice(0, 16));
  },
);
