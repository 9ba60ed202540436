import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writeSampleSet } from '../../compare/testing/sample-set.ts';
import { openChunks } from '../../model/codec-open.ts';
import { sampleManifest } from '../../model/codec-sample.ts';
import { projectRoot } from '../../project-root.ts';
import { summarizeFile } from '../../report/summary.ts';
import { machineClassOf } from '../machine-class.ts';
import { historyFolders } from '../testing/folders.ts';
import { readRun } from './read-run.ts';
import { INDEX_FORMAT, type RunEntry } from './run-entry.ts';

const REFERENCE = join(projectRoot(), 'results/reference/catalog.ndjson');
const { root } = await historyFolders();

async function entryOf(path: string): Promise<RunEntry> {
  const { entry } = await readRun(path, openChunks(path));
  if (!entry) throw new Error(`${path} has no entry`);
  return entry;
}

test('the figures are those that show prints, phases included', async () => {
  const { figures } = await entryOf(REFERENCE);
  const { subjects } = await summarizeFile(REFERENCE);
  const ofSubject = (variant: string, metric: string) => {
    const { value, low, high, n } =
      figures.find((row) => row.variant === variant && row.metric === metric) ?? {};
    return value === undefined ? undefined : { value, low, high, n };
  };
  for (const { variant, coldStart, warm, memory, phases, coldCpuNs, artifactBytes } of subjects) {
    for (const [metric, estimate] of [
      ['coldStart', coldStart?.medianNs],
      ['warmP50', warm?.p50Ns],
      ['rss', memory?.rssBytes],
    ] as const) {
      const { low, high } = estimate?.interval ?? {};
      expect(ofSubject(variant, metric)).toEqual({ value: estimate?.value, low, high, n: estimate?.n });
    }
    for (const { until, medianNs } of phases)
      expect(ofSubject(variant, `phase.${until}`)?.value).toBe(medianNs);
    expect(figures.filter((row) => row.variant === variant && row.metric.startsWith('phase.'))).toHaveLength(
      phases.length,
    );
    expect(ofSubject(variant, 'coldCpu')?.value).toBe(coldCpuNs);
    expect(ofSubject(variant, 'artifactSize')).toEqual({ value: artifactBytes, low: null, high: null, n: 1 });
  }
});

test('the run is named by its content, its time, its commit and its machine', async () => {
  const content = await readFile(REFERENCE);
  const manifest = JSON.parse(content.toString('utf8').split('\n', 1)[0] ?? '');
  const { run, key, ...entry } = await entryOf(REFERENCE);
  expect(run).toBe(createHash('sha256').update(content).digest('hex'));
  expect(key).toBe(run.slice(0, 16));
  expect(entry).toMatchObject({
    id: '20261123-b59866b3',
    startedAt: '2026-11-23T09:21:37.535Z',
    startedMs: Date.parse('2026-11-23T09:21:37.535Z'),
    commit: '6ee400fee0b3691adb576212cca7a437c881ac22',
    machineId: machineClassOf(manifest).id,
    complete: true,
    quietness: 79,
    clock: null,
  });
  expect(JSON.parse(entry.machine)).toEqual(machineClassOf(manifest));
});

test('other rows of the same file need another number of the format', async () => {
  const entry = await entryOf(REFERENCE);
  const rows = createHash('sha256').update(JSON.stringify(entry)).digest('hex').slice(0, 16);
  // The rows of this very file have changed: raise INDEX_FORMAT, so that no index mixes old and new ones.
  expect({ file: entry.key, format: INDEX_FORMAT, rows }).toEqual({
    file: '9cfd2723f192598a',
    format: 1,
    rows: '025534252fdfca87',
  });
});

test.each([
  [{ commit: 'abc' }, 'def', 'abc'],
  [{ commit: '' }, 'def', 'def'],
  [{}, 'def-dirty', 'def-dirty'],
  [{}, null, null],
])('labels %j and the own commit %j are of the commit %j', async (labels, gitCommit, commit) => {
  const path = join(root, `commit-${JSON.stringify([labels, gitCommit])}.ndjson`);
  await writeSampleSet(path, { blocks: 1, manifest: { labels, gitCommit } });
  expect((await entryOf(path)).commit).toBe(commit);
});

test('series are told apart by names, input, answer and condition, whatever the names hold', async () => {
  const write = async (name: string, workload: string, variant: string, answer = 'b') =>
    (
      await entryOf(
        await writeSampleSet(join(root, name), {
          blocks: 1,
          subjects: [{ workload, variant }],
          workloads: { [workload]: { outputSha256: answer.repeat(64) } },
        }),
      )
    ).figures.find(({ metric }) => metric === 'coldStart');
  const rows = [
    await write('plain.ndjson', 'w', 'v'),
    await write('answer.ndjson', 'w', 'v', 'c'),
    await write('surrogate.ndjson', 'w\ud800', 'v'),
    await write('other-surrogate.ndjson', 'w\ud801', 'v'),
    await write('nul.ndjson', 'w\0', 'v'),
    await write('border.ndjson', 'w","v', ''),
  ];
  expect(new Set(rows.map((row) => row?.series)).size).toBe(rows.length);
  expect(rows.map((row) => row?.workload)).toEqual(['w', 'w', 'w\ufffd', 'w\ufffd', 'w\ufffd', 'w","v']);
});

test('a run without a completed trial has no figures but the size of what was packaged', async () => {
  const path = await writeSampleSet(join(root, 'failed.ndjson'), {
    blocks: 3,
    subjects: [{ fails: 'always' }],
  });
  expect((await entryOf(path)).figures.map(({ metric }) => metric)).toEqual(['artifactSize']);
});

const { machine } = sampleManifest;
test.each([
  ['2026-03-01T10:00:00.000Z', '2026-03-01T10:00:01.500Z', null],
  ['1970-01-01T00:00:05.000Z', '1970-01-01T00:00:09.000Z', /clock was not set/],
  ['2026-03-01T10:00:00.000Z', '2026-03-01T09:00:00.000Z', /ended before it began/],
  ['2026-03-01T10:00:00.000Z', '2026-03-09T10:00:00.000Z', /it took 192h 00m, and measured for 0.2s/],
])('began at %s and ended at %s: %s', async (startedAt, endedAt, problem) => {
  const path = join(root, `clock-${startedAt}-${endedAt}.ndjson`);
  await writeSampleSet(path, { blocks: 1, machine, manifest: { startedAt }, ending: { endedAt } });
  const { clock } = await entryOf(path);
  if (problem === null) expect(clock).toBeNull();
  else expect(clock).toMatch(problem);
});

test('a run that measured for longer than it took has a doubtful time', async () => {
  const path = join(root, 'clock-back.ndjson');
  const ending = { endedAt: '2026-03-01T10:00:01.500Z', measuringNs: 3_600e9 };
  await writeSampleSet(path, { blocks: 1, ending });
  expect((await entryOf(path)).clock).toMatch(/measured for 1h 00m, and says that it took 1.5s/);
});

test('the parts of a merged run may measure side by side for longer than all of it took', async () => {
  const path = join(root, 'clock-merged.ndjson');
  const merged = { planSha256: 'd'.repeat(64), mode: 'split' as const, parts: ['1', '2'], missing: [] };
  const ending = { endedAt: '2026-03-01T10:00:01.500Z', measuringNs: 3_600e9 };
  await writeSampleSet(path, { blocks: 1, manifest: { merged }, ending });
  expect((await entryOf(path)).clock).toBeNull();
});
