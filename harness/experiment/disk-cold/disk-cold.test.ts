import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, statfs, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import type { DiskFiles, NoSuchStart, PackagedWorkload } from '../../../runners/runner.ts';
import { evict, readBack } from './evict.ts';
import { nodeCopy } from './node-copy.ts';
import { parseResidency, readResidency } from './residency.ts';
import { diskColdStart } from './start.ts';

const TMPFS = 0x01021994;
const folder = await mkdtemp(join(tmpdir(), 'coldbench-test-disk-'));
afterAll(() => rm(folder, { recursive: true, force: true }));
const onDisk = process.platform === 'linux' && (await statfs(folder)).type !== TMPFS;
const shm = process.platform === 'linux' && (await statfs('/dev/shm').catch(() => null))?.type === TMPFS;
const signal = new AbortController().signal;

const packagedWith = (files: DiskFiles | NoSuchStart): PackagedWorkload => ({
  sizeBytes: 1,
  sha256: '',
  cached: false,
  details: {},
  launch: () => Promise.reject(new Error('never launched')),
  diskFiles: async () => files,
});

describe('what fincore prints', () => {
  it('is summed over the files, whatever their sizes', () => {
    const pair = fc.record({ resident: fc.nat(), size: fc.nat() });
    fc.assert(
      fc.property(fc.array(pair, { minLength: 1 }), (pairs) => {
        const output = pairs.map(({ resident, size }) => ` ${resident}   ${size}\n`).join('');
        expect(parseResidency(output, pairs.length)).toEqual({
          residentBytes: pairs.reduce((sum, { resident }) => sum + resident, 0),
          bytes: pairs.reduce((sum, { size }) => sum + size, 0),
        });
      }),
    );
  });

  it.each([
    ['', 1],
    ['4096 8192\n', 2],
    ['4K 8K\n', 1],
    ['-1 8192\n', 1],
  ])('is no answer when it is %j for %i files', (output, files) => {
    expect(() => parseResidency(output, files)).toThrow(/does not tell/);
  });
});

describe.runIf(onDisk)('an eviction', () => {
  it('takes a file that was just written and read out of the page cache, and its content stays', async () => {
    const path = join(folder, 'a file with spaces');
    await writeFile(path, Buffer.alloc(3_000_000, 7));
    expect(await readResidency([path])).toMatchObject({ bytes: 3_000_000 });
    expect((await readResidency([path])).residentBytes).toBeGreaterThan(2_900_000);
    expect(await evict([path])).toMatchObject({ files: 1, bytes: 3_000_000, residentBytesAfter: 0 });
    expect((await readResidency([path])).residentBytes).toBe(0);
    expect((await readFile(path)).equals(Buffer.alloc(3_000_000, 7))).toBe(true);
  });

  it('is undone for the trials that follow', async () => {
    const path = join(folder, 'shared');
    await writeFile(path, Buffer.alloc(3_000_000, 7));
    await evict([path]);
    await readBack([path]);
    expect((await readResidency([path])).residentBytes).toBeGreaterThan(2_900_000);
  });

  it('fails, by its name, while a program that runs from the file has its pages', async () => {
    const copy = await nodeCopy(folder, signal);
    expect(await nodeCopy(folder, signal)).toBe(copy);
    const child = spawn(copy, ['-e', 'console.log(1); setInterval(() => {}, 1000)']);
    await once(child.stdout, 'data');
    await expect(evict([copy], 1)).rejects.toMatchObject({ code: 'NOT_DISK_COLD' });
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect((await evict([copy])).residentBytesAfter).toBe(0);
  });
});

describe('a disk-cold start does not exist', () => {
  it('where a packaging does not know its files', async () => {
    const start = await diskColdStart(packagedWith({ unavailable: 'they are elsewhere' }), {
      cacheDir: folder,
      signal,
    });
    expect(start).toEqual({ unavailable: 'they are elsewhere' });
  });

  it.runIf(process.platform === 'linux')('where a file cannot be read', async () => {
    const paths = [join(folder, 'no such file')];
    expect(
      await diskColdStart(packagedWith({ paths, runsNode: false }), { cacheDir: folder, signal }),
    ).toMatchObject({ unavailable: expect.stringContaining('ENOENT') });
  });

  it.runIf(shm)('where files lie in memory', async () => {
    const inMemory = await mkdtemp('/dev/shm/coldbench-test-');
    const paths = [join(inMemory, 'file')];
    await writeFile(paths[0] ?? '', 'x');
    expect(
      await diskColdStart(packagedWith({ paths, runsNode: false }), { cacheDir: folder, signal }),
    ).toMatchObject({ unavailable: expect.stringContaining('on a tmpfs') });
    await rm(inMemory, { recursive: true });
  });
});
