import { copyFile, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { writeSampleSet } from '../../compare/testing/sample-set.ts';
import { summarizeFile } from '../../report/summary.ts';
import { historyFolders } from '../testing/folders.ts';
import { nightAt, nightSet, writeNight, writeNights } from '../testing/sample-runs.ts';

const { newPath, newFolder, open } = await historyFolders();

describe('add', () => {
  test('keeps the file byte for byte, under a name of its time and content', async () => {
    const { history, told } = await open(newPath());
    const file = await writeNight(await newFolder(), 0);
    const { run, path, isNew, notes } = await history.add(file);
    expect({ isNew, notes }).toEqual({ isNew: true, notes: [] });
    expect(path).toBe(`runs/2026/03/20260301T030000Z-${run.slice(0, 16)}.ndjson`);
    expect(await readFile(join(history.folder, path))).toEqual(await readFile(file));
    expect(await history.runs()).toMatchObject([
      { run, path, complete: true, superseded: false, clock: null },
    ]);
    expect(told).toEqual([]);
  });

  test('of the same file twice, or of a copy under another name, is one run', async () => {
    const { history } = await open(newPath());
    const folder = await newFolder();
    const file = await writeNight(folder, 0);
    await copyFile(file, join(folder, 'copy.txt'));
    const first = await history.add(file);
    expect(await history.add(file)).toEqual({ ...first, isNew: false });
    expect(await history.add(join(folder, 'copy.txt'))).toEqual({ ...first, isNew: false });
    expect(await history.add(join(history.folder, first.path))).toEqual({ ...first, isNew: false });
    expect(await history.runs()).toHaveLength(1);
  });

  test('leaves nothing half made behind, and tells git to leave the index alone', async () => {
    const { history } = await open(newPath());
    await history.add(await writeNight(await newFolder(), 0));
    expect(await readdir(join(history.folder, 'index/unfinished'))).toEqual([]);
    expect(await readFile(join(history.folder, 'index/.gitignore'), 'utf8')).toBe('*\n');
  });
});

test('a history that is not there yet has no runs and no series, and is not created by asking', async () => {
  const folder = newPath();
  const { history, told } = await open(folder);
  expect(await history.runs()).toEqual([]);
  expect(await history.series()).toEqual([]);
  expect(await history.count()).toBe(0);
  expect(told).toEqual([]);
  await expect(readdir(folder)).rejects.toThrow('ENOENT');
});

describe('runs and series', async () => {
  const { newPath: path, newFolder: folder, open: reopen } = await historyFolders();
  const subjects = [{}, { runner: 'container', coldMs: 200 }, { workload: 'other', variant: 'x' }] as const;
  const where = path();
  const filled = await reopen(where);
  const files: string[] = [];
  for (let night = 0; night < 6; night++) {
    const machine = night < 3 ? {} : { cpuModel: 'AMD EPYC' };
    const file = await writeNight(await folder(), night, { subjects, machine });
    files.push(file);
  }
  // Not in the order of time.
  for (const file of [...files].reverse()) await filled.history.add(file);
  const asked = async () => (await open(where)).history;

  test('runs come newest first, with what the index knows of them', async () => {
    const runs = await (await asked()).runs();
    expect(runs.map(({ startedAt }) => startedAt)).toEqual([5, 4, 3, 2, 1, 0].map(nightAt));
    expect(runs[0]).toMatchObject({
      commit: '5'.padStart(40, '0'),
      labels: { commit: '5'.padStart(40, '0') },
      machine: { name: 'AMD EPYC, 2 CPUs, x64, Linux 6, Node 20.20.2' },
      plan: { blocks: 6, warmCalls: 8 },
      quietness: 85,
      complete: true,
    });
  });

  test('every filter holds, and a limit keeps the newest', async () => {
    const history = await asked();
    const [newest] = await history.runs({ limit: 1 });
    const machine = newest?.machine.id.slice(0, 6) ?? '';
    const nights = async (filter: Parameters<typeof history.runs>[0]) =>
      (await history.runs(filter)).map(({ startedAt }) => startedAt);
    expect(await nights({ limit: 2 })).toEqual([5, 4].map(nightAt));
    expect(await nights({ machine })).toEqual([5, 4, 3].map(nightAt));
    expect(await nights({ sinceMs: Date.parse(nightAt(2)), untilMs: Date.parse(nightAt(3)) })).toEqual(
      [3, 2].map(nightAt),
    );
    expect(await nights({ workload: 'other', runner: 'process', limit: 1 })).toEqual([nightAt(5)]);
    expect(await nights({ workload: 'other', runner: 'container' })).toEqual([]);
    expect(await history.count({ machine, limit: 1 })).toBe(3);
  });

  test('a series is of one figure of one subject on one machine class, in the order of time', async () => {
    const series = await (await asked()).series({ metric: 'coldStart' });
    expect(
      series.map(({ key, machine, points }) => [
        key.workload,
        key.runner,
        machine.name.slice(0, 5),
        points.length,
      ]),
    ).toEqual([
      ['hash', 'container', 'Intel', 3],
      ['hash', 'container', 'AMD E', 3],
      ['hash', 'process', 'Intel', 3],
      ['hash', 'process', 'AMD E', 3],
      ['other', 'process', 'Intel', 3],
      ['other', 'process', 'AMD E', 3],
    ]);
    expect(new Set(series.map(({ id }) => id)).size).toBe(6);
    expect(series[0]?.points.map(({ startedAt }) => startedAt)).toEqual([0, 1, 2].map(nightAt));
  });

  test('its points are the figures that show prints of each file', async () => {
    const history = await asked();
    for (const metric of ['coldStart', 'phase.workloadLoaded', 'artifactSize'] as const) {
      const [intel, amd] = await history.series({ metric, runner: 'container' });
      const points = [...(intel?.points ?? []), ...(amd?.points ?? [])];
      for (const [night, file] of files.entries()) {
        const summary = (await summarizeFile(file)).subjects.find(({ runner }) => runner === 'container');
        const { low, high } = summary?.coldStart?.medianNs.interval ?? {};
        const expected = {
          coldStart: { value: summary?.coldStart?.medianNs.value, interval: { low, high }, n: 6 },
          'phase.workloadLoaded': {
            value: summary?.phases.find(({ until }) => until === 'workloadLoaded')?.medianNs,
            n: 6,
          },
          artifactSize: { value: summary?.artifactBytes, interval: null, n: 1 },
        }[metric];
        expect(points[night]).toMatchObject({
          startedAt: nightAt(night),
          commit: night.toString(16).padStart(40, '0'),
          ...expected,
        });
      }
    }
  });

  test('units are those of the metric', async () => {
    const series = await (await asked()).series({ workload: 'other' });
    const units = new Map(series.map(({ key, unit }) => [key.metric, unit]));
    expect(units.get('coldStart')).toBe('ns');
    expect(units.get('rss')).toBe('bytes');
    expect(units.get('artifactSize')).toBe('bytes');
  });

  test('every filter of a series holds, and a limit keeps the last runs, whatever machine they ran on', async () => {
    const history = await asked();
    const counts = async (filter: Parameters<typeof history.series>[0]) =>
      (await history.series({ metric: 'rss', ...filter })).map(({ points }) => points.length);
    const [one] = await history.series({ workload: 'other' });
    expect(await counts({ workload: 'other' })).toEqual([3, 3]);
    expect(await counts({ variant: 'x', condition: 'cold' })).toEqual([3, 3]);
    expect(await counts({ condition: 'warm' })).toEqual([]);
    expect(await counts({ runner: 'container', limit: 4 })).toEqual([1, 3]);
    expect(await counts({ runner: 'container', sinceMs: Date.parse(nightAt(1)) })).toEqual([2, 3]);
    expect(await counts({ work: one?.key.work.slice(0, 8) })).toHaveLength(6);
    expect(await counts({ work: 'ffffffffffff' })).toEqual([]);
    expect(await counts({ machine: one?.machine.id, workload: 'other' })).toEqual([3]);
  });

  test('questions asked at once are each answered', async () => {
    const history = await asked();
    const [runs, series, count] = await Promise.all([
      history.runs(),
      history.series({ metric: 'rss' }),
      history.count(),
    ]);
    expect([runs.length, series.length, count]).toEqual([6, 6, 6]);
  });
});

test('what another process added meanwhile is seen at the next question', async () => {
  const folder = newPath();
  const [{ history }, { history: other }] = [await open(folder), await open(folder)];
  const [first = '', second = ''] = await writeNights(await newFolder(), 2);
  await history.add(first);
  expect(await history.count()).toBe(1);
  await other.add(second);
  expect(await history.count()).toBe(2);
});

test('a series of one point, runs of the same moment and nights that are missing', async () => {
  const { history } = await open(newPath());
  const folder = await newFolder();
  await history.add(await writeNight(folder, 0));
  const alone = await history.series({ metric: 'coldStart' });
  expect(alone).toMatchObject([{ points: [{ startedAt: nightAt(0), n: 6 }] }]);
  for (const [seed, blocks] of [
    [50, 5],
    [51, 6],
    [52, 6],
  ] as const)
    await history.add(
      await writeSampleSet(join(folder, `tie-${seed}.ndjson`), { ...nightSet(9), seed, blocks }),
    );
  const [series] = await history.series({ metric: 'coldStart' });
  expect(series?.points.map(({ startedAt }) => startedAt)).toEqual([0, 9, 9, 9].map(nightAt));
  expect(series?.points.map(({ interval }) => interval !== null)).toContain(false);
  const again = await (await open(history.folder)).history.series({ metric: 'coldStart' });
  expect(again).toEqual([series]);
});

test('an incomplete file gives way to the complete one of the same run', async () => {
  const { history } = await open(newPath());
  const folder = await newFolder();
  const half = await writeNight(folder, 1, { blocks: 4, ending: null });
  const added = await history.add(half, { allowIncomplete: true });
  expect(added.notes).toEqual(['It is incomplete.']);
  expect((await history.series({ metric: 'coldStart' }))[0]?.points).toMatchObject([
    { run: added.run, n: 4 },
  ]);
  const whole = await history.add(await writeNight(await newFolder(), 1));
  expect((await history.series({ metric: 'coldStart' }))[0]?.points).toMatchObject([
    { run: whole.run, n: 6 },
  ]);
  expect((await history.runs()).map(({ complete, superseded }) => ({ complete, superseded }))).toEqual(
    expect.arrayContaining([
      { complete: true, superseded: false },
      { complete: false, superseded: true },
    ]),
  );
});

test('names with quotes, controls and code come back as they were', async () => {
  const { history } = await open(newPath());
  const names = [
    "it's",
    '"; DROP TABLE runs; --',
    '\u001b[31mred',
    '<script>',
    '=cmd()',
    'left\u202eright',
    'x'.repeat(10_000),
  ];
  const file = await writeNight(await newFolder(), 0, { subjects: names.map((workload) => ({ workload })) });
  await history.add(file);
  const series = await history.series({ metric: 'coldStart' });
  expect(series.map(({ key }) => key.workload).sort()).toEqual([...names].sort());
  for (const workload of names) expect(await history.series({ metric: 'rss', workload })).toHaveLength(1);
});

test.each(['with space', "it's", 'a[b]*?', 'key=value', '{a,b}', 'ünï'])(
  'a folder may be named %j',
  async (name) => {
    const { history } = await open(join(newPath(), name));
    for (const file of await writeNights(await newFolder(), 70, { blocks: 1 })) await history.add(file);
    const reopened = await open(history.folder);
    expect(await reopened.history.count()).toBe(70);
    expect((await reopened.history.series({ metric: 'rss' }))[0]?.points).toHaveLength(70);
    expect(await readdir(join(history.folder, 'index/v1/segments'))).toHaveLength(1);
  },
);

test('figures come through the index without a digit lost', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 10, max: 2 ** 40 }), { minLength: 1, maxLength: 8 }),
      async (sizes) => {
        const { history } = await open(newPath());
        const folder = await newFolder();
        for (const [night, sizeBytes] of sizes.entries())
          await history.add(
            await writeNight(folder, night, {
              blocks: 2,
              subjects: [{ sizeBytes, coldMs: 20 + sizeBytes / 1e6 }],
            }),
          );
        const [[exact], [cold]] = [
          await history.series({ metric: 'artifactSize' }),
          await history.series({ metric: 'coldStart' }),
        ];
        expect(exact?.points.map(({ value }) => value)).toEqual(sizes);
        for (const [night, point] of (cold?.points ?? []).entries()) {
          const { subjects } = await summarizeFile(join(folder, `night-${night}.ndjson`));
          expect(point.value).toBe(subjects[0]?.coldStart?.medianNs.value);
        }
        await history.close();
      },
    ),
    { numRuns: 15 },
  );
});
