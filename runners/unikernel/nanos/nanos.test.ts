import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../../../harness/project-root.ts';
import { testRunner } from '../../../harness/testing/conformance.ts';
import { packageContext, testWorkload } from '../../../harness/testing/launching.ts';
import { runner } from '../index.ts';
import { useStandIn } from '../testing/stand-in.ts';
import { findNanos, NANOS_VARIABLE } from './find-tools.ts';
import { manifest } from './image.ts';
import { makeStandIn } from './testing/stand-in.ts';

const echo = testWorkload('echo', join(projectRoot(), 'harness/testing/handlers/echo.ts'));

const real = process.env[NANOS_VARIABLE] !== undefined;

/** The same promises with a real Nanos, where a user has one: COLDBENCH_NANOS=FOLDER npx vitest run runners/unikernel/nanos. */
describe.runIf(real)('a real unikernel', () => {
  testRunner(runner, {
    leftovers: async () => [],
    sharesGuests: true,
    rssBelowBytes: 1.5e9,
  });
});

describe.skipIf(real || process.platform !== 'linux' || process.arch !== 'x64')(
  'with stand-ins for Nanos and QEMU: the command lines and the console, and nothing of a real machine',
  () => {
    const used = useStandIn(NANOS_VARIABLE, makeStandIn);

    testRunner(runner, { leftovers: async () => [], sharesGuests: true });

    it('is emulated where nothing shows that the processor runs guests itself', async () => {
      expect(await runner.probe()).toMatchObject({
        available: true,
        variant: 'nanos-tcg',
        emulated: expect.stringContaining('TCG'),
      });
    });

    it('says what mkfs said when it makes no image', async () => {
      const cacheDir = await mkdtemp(join(tmpdir(), 'coldbench-test-unikernel-cache-'));
      const broken = await makeStandIn();
      await writeFile(join(broken.folder, 'mkfs'), '#!/bin/sh\necho "no room" >&2\nexit 3\n');
      process.env[NANOS_VARIABLE] = broken.folder;
      await expect(runner.package(echo, packageContext(cacheDir))).rejects.toMatchObject({
        code: 'IMAGE_FAILED',
        message: expect.stringContaining('no room'),
        remedy: expect.stringContaining('one release'),
      });
      process.env[NANOS_VARIABLE] = used.folder;
      await Promise.all([cacheDir, broken.folder].map((path) => rm(path, { recursive: true })));
    });
  },
);

describe.runIf(process.platform === 'linux' && process.arch === 'x64')('findNanos()', () => {
  it('says precisely what is missing', async () => {
    expect(await findNanos({})).toMatchObject({
      nanos: null,
      remedy: expect.stringContaining(NANOS_VARIABLE),
    });
    const { folder } = await makeStandIn();
    await chmod(join(folder, 'mkfs'), 0o644);
    expect(await findNanos({ [NANOS_VARIABLE]: folder })).toMatchObject({
      reason: `${join(folder, 'mkfs')} is not a program that can be run.`,
    });
    await rm(join(folder, 'boot.img'));
    expect(await findNanos({ [NANOS_VARIABLE]: folder })).toMatchObject({
      reason: `${join(folder, 'boot.img')} cannot be read.`,
    });
    await rm(folder, { recursive: true });
  });
});

describe('manifest()', () => {
  it('is a tree of files, the program, its arguments and its environment', () => {
    expect(
      manifest([{ path: '/usr/bin/node' }, { path: '/lib/libc.so.6' }], '/cache/app.mjs', {
        LANG: 'C.UTF-8',
      }),
    ).toBe(
      '(children:(usr:(children:(bin:(children:(node:(contents:(host:/usr/bin/node)))))) ' +
        'lib:(children:(libc.so.6:(contents:(host:/lib/libc.so.6)))) app:(children:(app.mjs:(contents:(host:/cache/app.mjs))))) ' +
        'program:/usr/bin/node arguments:[/usr/bin/node /app/app.mjs 1 0.0.0.0 8080] environment:(LANG:C.UTF-8))\n',
    );
  });

  it('quotes what its syntax would take apart', () => {
    expect(manifest([{ path: '/n' }], '/a b/(app).mjs', { A: 'x:y' })).toContain('(host:"/a b/(app).mjs")');
    expect(manifest([{ path: '/n' }], '/a', { A: 'x:y' })).toContain('environment:(A:"x:y")');
  });
});
