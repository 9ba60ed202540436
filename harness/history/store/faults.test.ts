import {
  appendFile,
  copyFile,
  cp,
  mkdir,
  open as openFile,
  readdir,
  readFile,
  rename,
  rm,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Series } from '../series.ts';
import { historyFolders } from '../testing/folders.ts';
import { writeNight, writeNights } from '../testing/sample-runs.ts';
import type { History } from './index.ts';

const { newPath, newFolder, open } = await historyFolders();

/** A history of so many nights; past 64 its index has a segment. */
async function historyOf(nights: number): Promise<{ folder: string; series: Series[]; paths: string[] }> {
  const { history } = await open(newPath());
  const paths: string[] = [];
  for (const file of await writeNights(await newFolder(), nights, { blocks: 2 }))
    paths.push((await history.add(file)).path);
  const series = await history.series();
  await history.close();
  return { folder: history.folder, series, paths };
}

const allFiles = async (folder: string): Promise<string[]> =>
  (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();

async function flipByte(path: string, at: number): Promise<void> {
  const content = await readFile(path);
  content[at] = (content[at] ?? 0) ^ 0x01;
  await writeFile(path, content);
}

describe('what is no sound result set is named and refused, and leaves nothing', () => {
  const cases: [string, (path: string) => Promise<unknown>, string, RegExp][] = [
    ['text', (path) => writeFile(path, '# Notes\n'), 'NOT_A_RESULT_SET', /first line is not JSON/],
    ['JSON', (path) => writeFile(path, '{"other":[]}\n'), 'NOT_A_RESULT_SET', /JSON with the fields/],
    ['binary', (path) => writeFile(path, Buffer.from([1, 0, 2, 0])), 'NOT_A_RESULT_SET', /binary/],
    ['empty', (path) => writeFile(path, ''), 'NOT_A_RESULT_SET', /empty/],
    ['missing', (path) => rm(path), 'RESULT_NOT_FOUND', /There is no file/],
    [
      'a folder',
      async (path) => {
        await rm(path);
        await mkdir(path);
      },
      'NOT_A_RESULT_SET',
      /folder/,
    ],
    [
      'a future schema',
      (path) => edit(path, '"schemaVersion":1', '"schemaVersion":2'),
      'SCHEMA_TOO_NEW',
      /newer coldbench/,
    ],
    [
      'a changed figure',
      (path) => edit(path, '"sizeBytes":40000', '"sizeBytes":40001'),
      'RUN_NOT_VALID',
      /line \d+: precedingSha256 does not match/,
    ],
    [
      'a broken line',
      (path) => edit(path, '{"kind":"trial"', '{"kind":"trail'),
      'RUN_NOT_VALID',
      /line 4: is not JSON/,
    ],
    [
      'cut in a line',
      async (path) => truncate(path, (await readFile(path)).length - 400),
      'RUN_INCOMPLETE',
      /ends in the middle of a line/,
    ],
    ['cut in its first line', (path) => truncate(path, 300), 'NOT_A_RESULT_SET', /inside its first line/],
    [
      'something after its end',
      (path) => appendFile(path, '{"kind":"trial"}\n'),
      'RUN_NOT_VALID',
      /must not come after the end/,
    ],
  ];
  test.each(cases)('%s', async (what, spoil, code, message) => {
    const { history, told } = await open(newPath());
    const file = await writeNight(await newFolder(), 0);
    await spoil(file);
    const refusal = history.add(file);
    await expect(refusal).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
      remedy: expect.any(String),
    });
    await expect(refusal).rejects.toThrow(file);
    const left = (await allFiles(history.folder)).map((path) => path.slice(history.folder.length));
    expect(left, what).toEqual(['/index/.gitignore']);
    expect(await history.runs()).toEqual([]);
    expect(told).toEqual([]);
  });

  test('a run without its end is refused unless it is asked for', async () => {
    const { history } = await open(newPath());
    const file = await writeNight(await newFolder(), 0, { ending: null });
    await expect(history.add(file)).rejects.toMatchObject({
      code: 'RUN_INCOMPLETE',
      message: expect.stringMatching(/no end record/),
    });
    expect(await history.add(file, { allowIncomplete: true })).toMatchObject({
      isNew: true,
      notes: ['It is incomplete.'],
    });
    expect(await history.runs()).toMatchObject([{ complete: false }]);
  });

  async function edit(path: string, from: string, to: string): Promise<void> {
    const text = await readFile(path, 'utf8');
    expect(text).toContain(from);
    await writeFile(path, text.replace(from, to));
  }
});

test('a run from the future, or of a clock that was not set, is taken and flagged', async () => {
  const { history } = await open(newPath());
  const folder = await newFolder();
  const manifest = { startedAt: '2999-01-01T00:00:00.000Z' };
  const future = await history.add(
    await writeNight(folder, 0, { manifest, ending: { endedAt: '2999-01-01T00:00:02.000Z' } }),
  );
  expect(future).toMatchObject({
    isNew: true,
    notes: [expect.stringMatching(/time is doubtful: it says that it began in the future/)],
  });
  const unset = await history.add(
    await writeNight(folder, 1, { manifest: { startedAt: '1970-01-01T00:00:09.000Z' } }),
  );
  expect(unset.notes).toEqual([expect.stringMatching(/clock was not set/)]);
  await history.add(await writeNight(folder, 2));
  const clocks = (await history.runs()).map(({ startedAt, clock }) => [
    startedAt.slice(0, 4),
    clock !== null,
  ]);
  expect(clocks).toEqual([
    ['2999', true],
    ['2026', false],
    ['1970', true],
  ]);
  expect(await history.runs({ noteworthy: true })).toHaveLength(2);
});

describe('an index that does not fit the folder is made to fit, and that is told', () => {
  const spoilt: [string, (index: string) => Promise<unknown>, RegExp][] = [
    [
      'deleted',
      (index) => rm(index, { recursive: true }),
      /^71 runs of .* are not in the index yet: reading$/,
    ],
    [
      'without its segments',
      (index) => rm(join(index, 'v1/segments'), { recursive: true }),
      /^\d\d runs? of .* not in the index yet: reading$/,
    ],
    [
      'of an older format',
      (index) => rename(join(index, 'v1'), join(index, 'v0')),
      /made by another version \(v0\)/,
    ],
    [
      'with a bit changed in its figures',
      async (index) => flipByte(await one(index, 'figures.parquet'), 5000),
      /part of the index was damaged/,
    ],
    [
      'with a bit changed in its runs',
      async (index) => flipByte(await one(index, 'runs.parquet'), 500),
      /part of the index was damaged/,
    ],
    [
      'with a segment cut short',
      async (index) => truncate(await one(index, 'figures.parquet'), 1000),
      /part of the index was damaged/,
    ],
    [
      'with half a segment',
      async (index) => rm(await one(index, 'runs.parquet')),
      /part of the index was damaged/,
    ],
    [
      'with a pending file cut short',
      async (index) => truncate(await one(index, '.json'), 100),
      /part of the index was damaged/,
    ],
    [
      'with strange files in it',
      async (index) => {
        await writeFile(join(index, 'v1/pending/note.txt'), 'x');
        await writeFile(join(index, 'v1/segments/0123456789abcdef'), 'x');
      },
      /part of the index was damaged/,
    ],
  ];
  test.each(spoilt)('%s', async (_what, spoil, message) => {
    const { folder, series } = await historyOf(70);
    await (await open(folder)).history.add(await writeNight(await newFolder(), 100));
    await spoil(join(folder, 'index'));
    const { history, told } = await open(folder);
    const until = Date.parse(series[0]?.points.at(-1)?.startedAt ?? '');
    expect(await history.series({ untilMs: until })).toEqual(series);
    expect(await history.count()).toBe(71);
    expect(told.join('\n')).toMatch(new RegExp(message.source, 'm'));
    const again = await open(folder);
    expect(await again.history.series({ untilMs: until })).toEqual(series);
    expect(again.told).toEqual([]);
  });

  const one = async (index: string, end: string): Promise<string> =>
    (await allFiles(index)).find((path) => path.endsWith(end)) ?? '';

  test('of a newer format: it is left alone, and another one made beside it', async () => {
    const { folder, series } = await historyOf(2);
    await rename(join(folder, 'index/v1'), join(folder, 'index/v999'));
    expect(await (await open(folder)).history.series()).toEqual(series);
    expect(await readdir(join(folder, 'index'))).toEqual(expect.arrayContaining(['v1', 'v999']));
  });

  test('runs that came by another way, as with a merge of branches', async () => {
    const [{ folder }, other] = [await historyOf(3), await open(newPath())];
    const { path } = await other.history.add(await writeNight(await newFolder(), 40));
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await copyFile(join(other.history.folder, path), join(folder, path));
    const { history, told } = await open(folder);
    expect(await history.count()).toBe(4);
    expect(told).toEqual([expect.stringMatching(/^1 run of .* is not in the index yet: reading$/)]);
  });

  test.each([3, 70])('runs that were removed behind its back, of %i', async (nights) => {
    const { folder, paths } = await historyOf(nights);
    for (const path of paths.slice(0, 2)) await rm(join(folder, path));
    const { history, told } = await open(folder);
    expect(await history.count()).toBe(nights - 2);
    expect((await history.series({ metric: 'coldStart' }))[0]?.points).toHaveLength(nights - 2);
    expect(told).toEqual([
      expect.stringMatching(/^2 runs of the index are no longer in .*, and dropped from it$/),
    ]);
    const again = await open(folder);
    expect(await again.history.count()).toBe(nights - 2);
    expect(again.told).toEqual([]);
  });

  test('a run that was removed and came back', async () => {
    const { folder, paths, series } = await historyOf(3);
    const [path = ''] = paths;
    await rename(join(folder, path), join(folder, 'kept'));
    expect(await (await open(folder)).history.count()).toBe(2);
    await rename(join(folder, 'kept'), join(folder, path));
    expect(await (await open(folder)).history.series()).toEqual(series);
  });

  test('all runs removed', async () => {
    const { folder } = await historyOf(70);
    await rm(join(folder, 'runs'), { recursive: true });
    const { history } = await open(folder);
    expect(await history.runs()).toEqual([]);
    expect(await history.series()).toEqual([]);
    expect(await readdir(join(folder, 'index/v1/segments'))).toEqual([]);
  });
});

describe('what lies in the folder of runs and does not belong there is named and left out', () => {
  test('a kept file that was changed', async () => {
    const { folder, paths } = await historyOf(3);
    const [path = ''] = paths;
    await appendFile(join(folder, path), '\n');
    await rm(join(folder, 'index'), { recursive: true });
    const { history, told } = await open(folder);
    expect(await history.count()).toBe(2);
    expect(told.join('\n')).toContain(`${path} is left out: `);
  });

  test('a kept file that was damaged is restored when the sound one is added again', async () => {
    const { history } = await open(newPath());
    const file = await writeNight(await newFolder(), 0);
    const { path } = await history.add(file);
    await truncate(join(history.folder, path), 1000);
    expect(await history.add(file)).toMatchObject({
      isNew: false,
      notes: [expect.stringMatching(/was damaged, and is restored/)],
    });
    expect(await readFile(join(history.folder, path))).toEqual(await readFile(file));
  });

  test('files by other names, and a run under two', async () => {
    const { folder, paths } = await historyOf(2);
    const [path = ''] = paths;
    const twin = path.replace('/2026/03/20260301', '/2027/05/20270501');
    await mkdir(dirname(join(folder, twin)), { recursive: true });
    await copyFile(join(folder, path), join(folder, twin));
    await writeFile(join(folder, 'runs/2026/README.md'), 'x');
    await writeFile(join(folder, 'runs/2026/99'), 'x');
    await cp(join(folder, path), join(folder, 'runs/nightly.ndjson'));
    const { history, told } = await open(folder);
    expect(await history.count()).toBe(2);
    expect(told.sort()).toEqual([
      expect.stringMatching(/^runs\/2026\/README.md is left out: it was not put there/),
      expect.stringMatching(/^runs\/2027\/05\/.* is left out: its name says that it is runs\/2026\/03/),
      expect.stringMatching(/^runs\/nightly.ndjson is left out: it was not put there/),
    ]);
  });
});

test('where no index can be kept, questions are answered all the same', async () => {
  const { folder, series } = await historyOf(2);
  await rm(join(folder, 'index'), { recursive: true });
  await writeFile(join(folder, 'index'), 'a file in its place');
  const { history, told } = await open(folder);
  expect(await history.series()).toEqual(series);
  expect(told.join('\n')).toMatch(/the index cannot be kept in /);
  await expect(history.add(await writeNight(await newFolder(), 5))).rejects.toMatchObject({
    code: 'HISTORY_NOT_WRITABLE',
    remedy: expect.any(String),
  });
});

test('what a killed process left half made is removed after a day, and not before', async () => {
  const { folder } = await historyOf(1);
  const [old, young] = [join(folder, 'index/unfinished/old'), join(folder, 'index/unfinished/young')];
  for (const path of [old, young]) await writeFile(path, 'x');
  const handle = await openFile(old);
  const longAgo = new Date(Date.now() - 2 * 86_400_000);
  await handle.utimes(longAgo, longAgo).finally(() => handle.close());
  const { history }: { history: History } = await open(folder);
  await history.runs();
  expect(await readdir(join(folder, 'index/unfinished'))).toEqual(['young']);
});
