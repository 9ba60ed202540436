import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { packageContext } from '../../harness/testing/launching.ts';
import { type CachedArtifact, cachedArtifact } from './artifact-cache.ts';

let cacheDir: string;
beforeAll(async () => {
  cacheDir = await mkdtemp(join(tmpdir(), 'coldbench-test-artifacts-'));
});
afterAll(() => rm(cacheDir, { recursive: true }));

/** An artifact whose one file says which build made it. */
function builder() {
  let builds = 0;
  return async (folder: string): Promise<void> => {
    builds += 1;
    await writeFile(join(folder, 'build'), String(builds));
  };
}
const madeBy = ({ folder }: CachedArtifact): Promise<string> => readFile(join(folder, 'build'), 'utf8');

test('two packagings of one run that need the same part share one build, also where the cache is not to be used', async () => {
  const build = builder();
  const run = { ...packageContext(cacheDir), useCache: false };
  const both = await Promise.all([1, 2].map(() => cachedArtifact({ ...run }, 'part', 'shared', build)));
  const later = await cachedArtifact(run, 'part', 'shared', build);
  expect(await Promise.all([...both, later].map(madeBy))).toEqual(['1', '1', '1']);
  const other = { ...packageContext(cacheDir), useCache: false };
  expect(await madeBy(await cachedArtifact(other, 'part', 'shared', build))).toBe('2');
});

test('another run finds in the cache what was built, and says so', async () => {
  const build = builder();
  expect(await cachedArtifact(packageContext(cacheDir), 'part', 'kept', build)).toMatchObject({
    cached: false,
  });
  expect(await cachedArtifact(packageContext(cacheDir), 'part', 'kept', build)).toMatchObject({
    cached: true,
  });
});

test('a build that fails leaves nothing, and is tried again by who asks next', async () => {
  const run = packageContext(cacheDir);
  const failing = cachedArtifact(run, 'failing', 'once', async () => {
    throw new Error('no room');
  });
  await expect(failing).rejects.toThrow('no room');
  expect(await readdir(join(cacheDir, 'failing'))).toEqual([]);
  expect(await madeBy(await cachedArtifact(run, 'failing', 'once', builder()))).toBe('1');
});
