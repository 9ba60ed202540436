import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type SampleSet, sampleComparable, writeSampleSet } from '../../compare/testing/sample-set.ts';
import { gitRevision } from './git-revision.ts';
import { historyBaseline } from './history.ts';
import type { FoundBaseline } from './source.ts';

let root: string;
let history: string;
let next = 0;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'coldbench-history-'));
});
afterAll(() => rm(root, { recursive: true }));
beforeEach(() => {
  next += 1;
  history = join(root, String(next));
});

const sha = (digit: string): string => digit.repeat(40);

/** A run of the history that began on that day of March. */
async function keep(day: number, set: SampleSet = {}): Promise<string> {
  const folder = join(history, 'runs/2026/03');
  await mkdir(folder, { recursive: true });
  const manifest = { startedAt: startOf(day), labels: {}, ...set.manifest };
  return writeSampleSet(join(folder, `run-${day}.ndjson`), { blocks: 8, seed: day, ...set, manifest });
}

const startOf = (day: number): string => `2026-03-${String(day).padStart(2, '0')}T10:00:00.000Z`;

async function find(revision: string | null = null, set: SampleSet = {}): Promise<FoundBaseline> {
  const candidate = await sampleComparable('new.ndjson', {
    seed: 99,
    ...set,
    manifest: { startedAt: startOf(20), ...set.manifest },
  });
  return historyBaseline(history, revision === null ? null : { name: 'main', sha: revision }).find(candidate);
}

async function pathOf(found: Promise<FoundBaseline>): Promise<string> {
  const baseline = await found;
  if (!baseline.found) throw new Error(baseline.why.reason);
  return baseline.set.path;
}

async function reasonOf(found: Promise<FoundBaseline>): Promise<string> {
  const baseline = await found;
  if (baseline.found) throw new Error(`found ${baseline.set.path}`);
  return baseline.why.reason;
}

describe('the last good run', () => {
  test('is the newest one before the candidate', async () => {
    await keep(1);
    const good = await keep(5);
    await keep(25);
    expect(await pathOf(find())).toBe(good);
  });

  test('is not one that a gate stopped, nor what confirmed that', async () => {
    const good = await keep(1, { manifest: { labels: { gate: 'passed' } } });
    await keep(2, { manifest: { labels: { gate: 'failed' } } });
    await keep(3, { manifest: { labels: { gate: 'confirmation' } } });
    expect(await pathOf(find())).toBe(good);
  });

  test('is complete', async () => {
    const good = await keep(1);
    await keep(2, { ending: null });
    await keep(3, { ending: { stopReason: 'interrupted' } });
    expect(await pathOf(find())).toBe(good);
  });

  test.each<[string, SampleSet]>([
    ['another CPU', { machine: { cpuModel: 'AMD EPYC' } }],
    ['fewer CPUs', { machine: { availableCpus: 1 } }],
    ['another Node', { manifest: { tools: { node: 'v24.0.0' } } }],
    ['another coldbench', { manifest: { harnessVersion: '9.9.9' } }],
  ])('was measured on the same class of machine, not on %s', async (_what, set) => {
    await keep(2, set);
    expect(await reasonOf(find())).toMatch(/no good run of this class of machine.*1 of other machines/);
    const good = await keep(1, { machine: { kernel: '6.1.0-99', hostnameHash: '0'.repeat(16) } });
    expect(await pathOf(find())).toBe(good);
  });

  test('may have been measured with containers, if the candidate was not, on the same engine otherwise', async () => {
    const withoutContainers = { machine: { containerEngine: null } };
    const old = await keep(1);
    expect(await pathOf(find(null, withoutContainers))).toBe(old);
    await keep(2, withoutContainers);
    await keep(3, { machine: { containerEngine: { version: '99.0.0', apiVersion: '1.50' } } });
    expect(await pathOf(find())).toMatch(/run-2/);
  });

  test('has all subjects of the candidate, or at least some', async () => {
    const both = [{}, { runner: 'wasm' as const }];
    const some = await keep(3);
    await keep(4, { subjects: [{ workload: 'other' }] });
    expect(await pathOf(find(null, { subjects: both }))).toBe(some);
    const all = await keep(2, { subjects: both });
    expect(await pathOf(find(null, { subjects: both }))).toBe(all);
  });

  test('is never the candidate itself', async () => {
    const manifest = { id: 'the-candidate', startedAt: startOf(20) };
    await keep(20, { manifest });
    expect(await reasonOf(find(null, { manifest }))).toMatch(/no good run before the candidate/);
  });

  test('is found beside files that cannot be read, and those are told', async () => {
    const good = await keep(1);
    await writeFile(join(history, 'runs/broken.ndjson'), 'hello');
    const found = await find();
    expect(found).toMatchObject({ found: true, set: { path: good } });
    expect(found.found && found.notes).toEqual([expect.stringMatching(/broken\.ndjson is not a coldbench/)]);
  });

  test.each([
    ['there is no history', async () => undefined, /no run in the history/],
    ['all runs are of something else', () => keep(1, { subjects: [{ workload: 'x' }] }), /has a subject of/],
  ])('is missed when %s', async (_what, arrange, reason) => {
    await arrange();
    expect(await reasonOf(find())).toMatch(reason);
  });
});

describe('the run of a revision', () => {
  test('is the newest one of its commit, by the label or by coldbench itself', async () => {
    await keep(1, { manifest: { labels: { commit: sha('a') } } });
    const again = await keep(2, { manifest: { labels: { commit: sha('a').slice(0, 8), gate: 'failed' } } });
    await keep(3, { manifest: { labels: { commit: sha('b') }, gitCommit: sha('a') } });
    expect(await pathOf(find(sha('a')))).toBe(again);
    const own = await keep(4, { manifest: { gitCommit: sha('c') } });
    expect(await pathOf(find(sha('c')))).toBe(own);
  });

  test('is not one with changes that the commit does not have', async () => {
    await keep(1, { manifest: { gitCommit: `${sha('a')}-dirty` } });
    await keep(2, { manifest: { labels: { commit: 'a' } } });
    expect(await reasonOf(find(sha('a')))).toMatch(/no run of main before the candidate/);
  });
});

test('a revision is found in the repository around the current folder, and nothing else is', async () => {
  const git = promisify(execFile);
  const repository = join(root, 'repository');
  await mkdir(repository);
  const run = (...args: string[]) => git('git', args, { cwd: repository });
  await run('init', '-q', '-b', 'trunk');
  await run('-c', 'user.name=A', '-c', 'user.email=a@b.c', 'commit', '-q', '--allow-empty', '-m', 'first');
  const { stdout } = await run('rev-parse', 'HEAD');
  expect(await gitRevision('trunk', repository)).toEqual({ name: 'trunk', sha: stdout.trim() });
  for (const wrong of ['absent', '--help', '', 'trunk:file'])
    await expect(gitRevision(wrong, repository), wrong).rejects.toThrow(/no file and no git revision/);
  await expect(gitRevision('trunk', root)).rejects.toThrow(/no file and no git revision/);
});
