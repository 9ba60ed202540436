import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { resolveWorkload } from '../../../workloads/index.ts';
import { sha256 } from '../../../workloads/input.ts';
import { keepHandler, keptHandlerPath } from '../../../workloads/kept-handler.ts';
import { sampleComparable } from '../../compare/testing/sample-set.ts';
import { sampleWorkload } from '../../model/codec-sample.ts';
import type { WorkloadRecord } from '../../model/schema.ts';
import { findMaterials, type MaterialSources } from './materials.ts';

let folder: string;
let cacheDir: string;
let kept: { old: string; new: string };
const path = (name: string): string => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'coldbench-materials-'));
  cacheDir = path('cache');
  await writeFile(path('old.ts'), 'export const handler = () => ({ price: 3 });\n');
  await writeFile(path('shop.ts'), 'export const handler = () => ({ price: 4 });\n');
  await writeFile(path('event.json'), '{"id":1}');
  kept = {
    old: await keepHandler(await resolveWorkload(path('old.ts')), cacheDir),
    new: await keepHandler(await resolveWorkload(path('shop.ts')), cacheDir),
  };
});
afterAll(() => rm(folder, { recursive: true }));

interface Given extends Partial<Omit<MaterialSources, 'candidate' | 'oldRecord'>> {
  readonly workload?: string;
  readonly record?: Partial<WorkloadRecord>;
  readonly oldDigest?: string | null;
}

/** Materials of a workload whose event is `null`, and of which both sides were kept, unless told otherwise. */
async function find({ workload = 'shop', record = {}, oldDigest = kept.old, ...sources }: Given = {}) {
  const inputSha256 = sha256(Buffer.from('null'));
  const candidate = await sampleComparable('new.ndjson', {
    blocks: 1,
    subjects: [{ workload }],
    workloads: { [workload]: { inputSha256, handlerSha256: kept.new, ...record } },
  });
  return findMaterials(workload, {
    candidate,
    oldRecord: () => ({ ...sampleWorkload, handlerSha256: oldDigest }),
    baselineModule: null,
    workloads: [],
    inputPath: null,
    cacheDir,
    ...sources,
  });
}

test('both sides are the bundles that were kept, with one event', async () => {
  const found = await find();
  expect(found).toMatchObject({
    found: true,
    old: { name: 'shop-baseline', modulePath: keptHandlerPath(cacheDir, kept.old), expectedSha256: null },
    new: { name: 'shop', modulePath: keptHandlerPath(cacheDir, kept.new) },
  });
  expect(found.found && [found.old.input, found.new.input].map(String)).toEqual(['null', 'null']);
});

test('a module of the old code stands in for what the cache does not have, bundled like the rest', async () => {
  const found = await find({ oldDigest: '0'.repeat(64), baselineModule: path('old.ts') });
  expect(found).toMatchObject({ found: true, old: { modulePath: keptHandlerPath(cacheDir, kept.old) } });
});

describe('the event', () => {
  const recorded = { inputSha256: sha256(Buffer.from('{"id":1}')) };

  test('comes from a file that is named, or from a workload that is', async () => {
    expect(await find({ record: recorded, inputPath: path('event.json') })).toMatchObject({ found: true });
    const workload = await resolveWorkload(path('shop.ts'), { inputPath: path('event.json') });
    expect(await find({ record: recorded, workloads: [workload] })).toMatchObject({ found: true });
  });

  test('of a built-in workload is known', async () => {
    const { inputSha256 } = await resolveWorkload('hash');
    expect(await find({ workload: 'hash', record: { inputSha256 } })).toMatchObject({ found: true });
  });

  test('is never another one than the candidate was called with', async () => {
    const wrong = await find({ record: { inputSha256: 'd'.repeat(64) }, inputPath: path('event.json') });
    expect(wrong).toMatchObject({ found: false, remedy: expect.stringContaining('--input') });
  });
});

describe('what is not to be had is named, with what to do', () => {
  test.each<[string, Given, RegExp, RegExp]>([
    [
      'old code that left the cache',
      { oldDigest: '0'.repeat(64) },
      /old code is not in the cache/,
      /--baseline-module/,
    ],
    [
      'old code that was never kept',
      { oldDigest: null },
      /old code is not in the cache/,
      /--baseline-module/,
    ],
    ['new code', { record: { handlerSha256: null } }, /code of the candidate/, /--workload/],
    ['both', { oldDigest: null, record: { handlerSha256: null } }, /neither side/, /--baseline-artifact/],
    [
      'a workload whose name is a path',
      { workload: '../../x' },
      /no name that a run could give/,
      /--workload/,
    ],
  ])('%s', async (_what, given, reason, remedy) => {
    expect(await find(given)).toMatchObject({
      found: false,
      reason: expect.stringMatching(reason),
      remedy: expect.stringMatching(remedy),
    });
  });

  test('a module that is none is wrong usage', async () => {
    await expect(find({ baselineModule: path('absent.ts') })).rejects.toThrow(/absent\.ts/);
  });
});
