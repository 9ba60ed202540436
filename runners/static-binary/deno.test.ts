import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../../harness/project-root.ts';
import { packageContext, testWorkload } from '../../harness/testing/launching.ts';
import { describeWithRunner } from '../../harness/testing/runner-needed.ts';
import { bundleHttpGuest } from '../process/index.ts';
import type { Probe } from '../runner.ts';
import { findTool } from '../support/tools.ts';
import { findDenort } from './deno.ts';
import { runner } from './index.ts';

const VERSION = 'deno 2.9.6 (stable, release, x86_64-unknown-linux-gnu)';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'coldbench-test-denort-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe.runIf(process.platform === 'linux' && process.arch === 'x64')('findDenort()', () => {
  it('is what DENORT_BIN names, or nothing if there is no such file', async () => {
    const path = join(folder, 'denort');
    await writeFile(path, '');
    expect(findDenort(VERSION, { DENORT_BIN: path })).toEqual({ path, environment: { DENORT_BIN: path } });
    expect(findDenort(VERSION, { DENORT_BIN: join(folder, 'none'), DENO_DIR: folder })).toBeNull();
  });

  it("is what a `deno compile` of the same version left in Deno's cache", async () => {
    const release = join(folder, 'dl/release/v2.9.6');
    const path = join(release, 'denort-x86_64-unknown-linux-gnu.zip');
    await mkdir(release, { recursive: true });
    await writeFile(path, '');
    expect(findDenort(VERSION, { DENO_DIR: folder })).toEqual({ path, environment: { DENO_DIR: folder } });
    expect(findDenort(VERSION.replace('2.9.6', '2.9.7'), { DENO_DIR: folder })).toBeNull();
  });
});

/** Deno's compiler is the real one. */
const compiler = {
  probe: async (): Promise<Probe> =>
    findTool('deno')
      ? { available: true, variant: 'deno', versions: {} }
      : { available: false, reason: 'deno is not installed', remedy: '' },
};

await describeWithRunner(
  'static-binary:deno, whose denort is stood in for by a program that does nothing',
  compiler,
  () => {
    const former = process.env.DENORT_BIN;
    afterEach(() => {
      if (former === undefined) delete process.env.DENORT_BIN;
      else process.env.DENORT_BIN = former;
    });

    it('is made of denort and the bundle, and leaves nothing else', async () => {
      const denort = join(folder, 'true');
      await copyFile('/bin/true', denort);
      process.env.DENORT_BIN = denort;
      expect(await runner.probe('deno')).toMatchObject({ available: true, variant: 'deno' });
      const context = { ...packageContext(join(folder, 'cache')), variant: 'deno' };
      const echo = testWorkload('echo', join(projectRoot(), 'harness/testing/handlers/echo.ts'));
      const { sizeBytes } = await runner.package(echo, context);
      const [made = ''] = await readdir(join(folder, 'cache/static-binary'));
      const inside = join(folder, 'cache/static-binary', made);
      expect(await readdir(inside)).toEqual(['app']);
      const file = await readFile(join(inside, 'app'));
      expect(file.subarray(0, 4).toString('latin1')).toBe('\x7fELF');
      expect(file.includes(Buffer.from((await bundleHttpGuest(echo)).code))).toBe(true);
      expect(sizeBytes).toBe(file.length);
    });

    it('is not available without one', async () => {
      process.env.DENORT_BIN = join(folder, 'none');
      expect(await runner.probe('deno')).toMatchObject({
        available: false,
        remedy: expect.stringContaining('DENORT_BIN'),
      });
    });
  },
);
