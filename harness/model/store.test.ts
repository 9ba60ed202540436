import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { sampleEnding, sampleManifest, sampleRecords, sampleTrial, sampleWorkload } from './codec-sample.ts';
import { readBytes, sampleFile } from './codec-testing.ts';
import { createResultSetWriter } from './store.ts';
import { storeError } from './store-errors.ts';

const root = await mkdtemp(join(tmpdir(), 'coldbench-test-'));
afterAll(() => rm(root, { recursive: true }));

let path: string;
beforeEach(async () => {
  path = join(await mkdtemp(join(root, 'results-')), 'run.ndjson');
});

const readBack = async () => readBytes(await readFile(path));

describe('createResultSetWriter()', () => {
  it('writes a complete result set, with counts and digest', async () => {
    const writer = await createResultSetWriter(path);
    for (const record of sampleRecords) await writer.append(record);
    expect(writer.counts).toEqual({ completed: 2, failed: 1, skipped: 1 });
    const end = await writer.end(sampleEnding);
    expect(await readFile(path)).toEqual(sampleFile());
    expect((await readBack()).lines.at(-1)?.record).toEqual(end);
  });

  it('has a record on disk when append() resolves', async () => {
    const writer = await createResultSetWriter(path);
    for (const [index, record] of sampleRecords.entries()) {
      await writer.append(record);
      expect((await readBack()).lines).toHaveLength(index + 1);
    }
    await writer.close();
  });

  it('creates the folders that lead to the file', async () => {
    path = join(path, 'deeper', 'still', 'run.ndjson');
    const writer = await createResultSetWriter(path);
    await writer.append(sampleManifest);
    await writer.close();
    expect((await readBack()).outcome).toMatchObject({ complete: false, lines: 1 });
  });

  it('never overwrites', async () => {
    await writeFile(path, 'precious');
    await expect(createResultSetWriter(path)).rejects.toMatchObject({
      code: 'RESULT_EXISTS',
      message: `${path} cannot be written: it exists already, and results are never overwritten.`,
      remedy: expect.stringContaining('--out'),
    });
    expect(await readFile(path, 'utf8')).toBe('precious');
  });

  it('lets only one of two writers have a file', async () => {
    const tries = await Promise.allSettled([createResultSetWriter(path), createResultSetWriter(path)]);
    expect(tries.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    for (const one of tries) if (one.status === 'fulfilled') await one.value.close();
  });

  it('says that a part of the path is a file, at any depth', async () => {
    await writeFile(path, '');
    for (const below of ['run.ndjson', 'deeper/run.ndjson']) {
      await expect(createResultSetWriter(join(path, below))).rejects.toMatchObject({
        code: 'RESULT_NOT_WRITABLE',
        message: expect.stringContaining('a part of its path is a file, not a folder'),
      });
    }
  });

  it('says that a name is too long', async () => {
    const long = join(root, 'x'.repeat(300));
    await expect(createResultSetWriter(long)).rejects.toMatchObject({
      code: 'RESULT_NOT_WRITABLE',
      message: /too long/,
    });
  });

  it('says that a folder does not permit it', async () => {
    const folder = join(path, '..', 'locked');
    await mkdir(folder);
    await chmod(folder, 0o500);
    // Root may write everywhere but to the kernel's own files.
    const target = process.getuid?.() === 0 ? '/proc/self/run.ndjson' : join(folder, 'run.ndjson');
    await expect(createResultSetWriter(target)).rejects.toMatchObject({ code: 'RESULT_NOT_WRITABLE' });
  });

  it.runIf(process.platform === 'linux')('gives up where no folder can be created', async () => {
    const inside = '/proc/coldbench/deeper/run.ndjson';
    await expect(createResultSetWriter(inside)).rejects.toMatchObject({ code: 'RESULT_NOT_WRITABLE' });
  });
});

describe('append()', () => {
  it('keeps lines whole and in order when calls overlap', async () => {
    const writer = await createResultSetWriter(path);
    const trials = Array.from({ length: 200 }, (_, trial) => ({
      ...sampleTrial,
      trial,
      warmNs: Array(trial * 7).fill(trial),
    }));
    await Promise.all([sampleManifest, sampleWorkload, ...trials].map((record) => writer.append(record)));
    await writer.end(sampleEnding);
    const { lines, outcome } = await readBack();
    expect(lines.slice(2, -1).map(({ record }) => record)).toEqual(trials);
    expect(outcome).toMatchObject({ complete: true, digestOk: true });
  });

  it('writes the record as it is at the call', async () => {
    const writer = await createResultSetWriter(path);
    await writer.append(sampleManifest);
    const trial = { ...sampleTrial, warmNs: [1] };
    const written = writer.append(trial);
    trial.warmNs.push(2);
    await written;
    await writer.close();
    expect((await readBack()).lines[1]?.record).toMatchObject({ warmNs: [1] });
  });

  it('refuses a record that does not fit the schema, and goes on', async () => {
    const writer = await createResultSetWriter(path);
    await writer.append(sampleManifest);
    await expect(writer.append({ ...sampleTrial, readyNs: -1 })).rejects.toThrow(
      /readyNs must be at least 0/,
    );
    await writer.append(sampleTrial);
    await writer.end(sampleEnding);
    expect((await readBack()).outcome).toMatchObject({ complete: true, lines: 3 });
  });

  it('wants the manifest first, and once', async () => {
    const writer = await createResultSetWriter(path);
    await expect(writer.append(sampleTrial)).rejects.toThrow('the manifest comes first');
    await expect(writer.end(sampleEnding)).rejects.toThrow('the manifest comes first');
    await writer.append(sampleManifest);
    await expect(writer.append(sampleManifest)).rejects.toThrow('the manifest is there already');
    await writer.close();
    expect((await readBack()).outcome.lines).toBe(1);
  });

  it('refuses to go on after the end', async () => {
    const writer = await createResultSetWriter(path);
    await writer.append(sampleManifest);
    await writer.end(sampleEnding);
    await expect(writer.append(sampleTrial)).rejects.toThrow('it is closed');
    await expect(writer.end(sampleEnding)).rejects.toThrow('it is closed');
    await writer.close();
    expect((await readBack()).outcome).toMatchObject({ complete: true, digestOk: true });
  });
});

describe('close()', () => {
  it('leaves an incomplete result set, after what was being written, and may be called twice', async () => {
    const writer = await createResultSetWriter(path);
    const appends = sampleRecords.map((record) => writer.append(record));
    await Promise.all([...appends, writer.close(), writer.close()]);
    await writer.close();
    expect((await readBack()).outcome).toMatchObject({ complete: false, lines: sampleRecords.length });
    await expect(writer.append(sampleTrial)).rejects.toThrow('it is closed');
  });

  it('leaves no file when nothing was written', async () => {
    const writer = await createResultSetWriter(path);
    await writer.close();
    expect(await readdir(join(path, '..'))).toEqual([]);
  });
});

describe('storeError()', () => {
  it.each([
    ['EROFS', 'RESULT_NOT_WRITABLE', 'its file system is read-only'],
    ['EACCES', 'RESULT_NOT_WRITABLE', 'its folder does not permit it'],
    ['ENOSPC', 'DISK_FULL', 'there is no space left for it'],
    ['EDQUOT', 'DISK_FULL', 'the disk quota is used up'],
    ['EIO', 'RESULT_NOT_WRITABLE', 'EIO: broken'],
  ])('has a remedy for %s', (code, expected, what) => {
    const cause = Object.assign(new Error(`${code}: broken`), { code });
    const error = storeError('run.ndjson', cause);
    expect(error).toMatchObject({ code: expected, message: `run.ndjson cannot be written: ${what}.`, cause });
    expect(error.remedy).toMatch(/\.$/);
  });
});
