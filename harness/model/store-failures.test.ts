import { mkdir, mkdtemp, open, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readBytes } from './codec-testing.ts';
import {
  buildChild,
  canMount,
  jsonFrom,
  killedWhen,
  withSmallFiles,
  withTinyDisk,
} from './store-child-process.ts';
import { LineFile } from './store-file.ts';

const root = await mkdtemp(join(tmpdir(), 'coldbench-test-'));
afterAll(() => rm(root, { recursive: true }));
const disk = join(root, 'disk');
await mkdir(disk);
const child = await buildChild(root);
const mounts = await canMount(disk);

const program = (name: string, path: string): string[] => [process.execPath, child, name, path];

describe('a result set on a disk that becomes full', () => {
  const full = program('writeUntilFull', join(disk, 'run.ndjson'));
  const cases: [string, string[], RegExp][] = [
    ['the limit of file sizes', withSmallFiles(full), /a file may not become larger here/],
    ...(mounts
      ? [['a real one', withTinyDisk(disk, full), /no space left/] as [string, string[], RegExp]]
      : []),
  ];

  it.each(cases)('keeps the lines that were there: %s', async (_, command, message) => {
    const [first, second, last] = await jsonFrom(command);
    expect(first).toMatchObject({
      code: 'DISK_FULL',
      message: expect.stringMatching(message),
      remedy: expect.any(String),
    });
    expect(second).toEqual(first);
    const { ended, counts, written, outcome } = last as { [name: string]: unknown; written: number };
    expect(written).toBeGreaterThan(5);
    expect(counts).toEqual({ completed: written, failed: 0, skipped: 0 });
    // The last line is short: there may be room for it where a trial had none.
    const complete = ended === 'ended';
    expect(outcome).toMatchObject({ complete, truncated: false, lines: 1 + written + Number(complete) });
    expect(outcome).toMatchObject({ digestOk: complete ? true : null });
    await rm(join(disk, 'run.ndjson'), { force: true });
  });

  const create = program('create', join(disk, 'new', 'run.ndjson'));
  const refusals: [string, string, RegExp][] = [
    ['ro', 'RESULT_NOT_WRITABLE', /its file system is read-only/],
    ['nr_inodes=1', 'DISK_FULL', /there is no space left/],
  ];

  it.each(mounts ? refusals : [])(
    'cannot be created there, and says so: mounted with %s',
    async (options, code, message) => {
      const [error] = await jsonFrom(withTinyDisk(disk, create, options));
      expect(error).toMatchObject({ code, message: expect.stringMatching(message) });
    },
  );
});

describe('LineFile', () => {
  it.runIf(process.platform === 'linux')(
    'writes nothing more after a line that it could not take back',
    async () => {
      // /dev/full refuses every byte, and to be truncated.
      const handle = await open('/dev/full', 'w');
      const file = new LineFile('/dev/full', handle);
      await expect(file.append('{}')).rejects.toMatchObject({ code: 'DISK_FULL', cause: { code: 'ENOSPC' } });
      await handle.close();
      await expect(file.append('{}')).rejects.toMatchObject({ code: 'DISK_FULL', cause: { code: 'ENOSPC' } });
    },
  );
});

describe('a result set whose writer was killed', () => {
  it.each([1, 2, 7, 20, 61])(
    'is readable, with every trial that was acknowledged: after %d',
    async (trials) => {
      const path = join(root, `killed-${trials}.ndjson`);
      const acknowledged = await killedWhen(
        program('writeUntilKilled', path),
        (count) => Number(count) >= trials,
      );
      const { lines, outcome } = await readBytes(await readFile(path));
      expect(outcome.complete).toBe(false);
      expect(lines.length).toBeGreaterThanOrEqual(1 + Number(acknowledged));
      const numbers = lines.slice(1).map(({ record }) => (record.kind === 'trial' ? record.trial : null));
      expect(numbers).toEqual(numbers.map((_, index) => index));
    },
  );
});
