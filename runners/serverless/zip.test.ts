import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strToU8, unzipSync, zipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { unpackSandbox } from './sandbox.ts';
import { unzip, zipFiles } from './zip.ts';

const text = (data: Uint8Array | undefined): string => Buffer.from(data ?? []).toString('utf8');
const entries = (zip: Uint8Array): Record<string, string> =>
  Object.fromEntries([...unzip(Buffer.from(zip))].map(({ name, data }) => [name, text(data)]));

describe('zipFiles()', () => {
  afterEach(() => vi.unstubAllEnvs());

  it('makes the same bytes of the same file in every time zone', () => {
    const zips = ['UTC', 'Asia/Tokyo', 'America/New_York'].map((zone) => {
      vi.stubEnv('TZ', zone);
      return Buffer.from(zipFiles([{ name: 'index.mjs', data: Buffer.from('export {}') }])).toString('hex');
    });
    expect(new Set(zips).size).toBe(1);
  });

  it('makes a zip that another reader unpacks', () => {
    const zip = zipFiles([{ name: 'index.mjs', data: Buffer.from('x'.repeat(10_000)) }]);
    expect(zip.length).toBeLessThan(500);
    expect(text(unzipSync(zip)['index.mjs'])).toBe('x'.repeat(10_000));
  });
});

describe('unzip()', () => {
  it('reads folders, compressed and stored files, and names beyond ASCII', () => {
    const files = { 'a.mjs': 'a'.repeat(5000), 'lib/ü.txt': 'ü', empty: '' };
    const zip = zipSync({
      'a.mjs': [strToU8(files['a.mjs']), { level: 9, extra: { 1: strToU8('an extra field') } }],
      'lib/ü.txt': [strToU8('ü'), { level: 0, comment: 'a comment' }],
      empty: [new Uint8Array(), {}],
    });
    expect(entries(zip)).toEqual(files);
  });

  it('says that a file is not a zip, or is a broken one', () => {
    expect(() => entries(Buffer.from('no zip'))).toThrow('not a zip');
    const zip = Buffer.from(zipFiles([{ name: 'a', data: Buffer.from('abc'.repeat(100)) }]));
    expect(() => entries(zip.fill(0xff, 31, 40))).toThrow();
  });
});

describe('unpackSandbox()', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'coldbench-test-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('unpacks into a folder that must be new', async () => {
    await writeFile(join(folder, 'f.zip'), zipSync({ 'index.mjs': strToU8('1'), 'lib/a.txt': strToU8('2') }));
    const sandbox = join(folder, 'sandbox');
    unpackSandbox(join(folder, 'f.zip'), sandbox);
    expect(await readFile(join(sandbox, 'index.mjs'), 'utf8')).toBe('1');
    expect(await readFile(join(sandbox, 'lib/a.txt'), 'utf8')).toBe('2');
    expect(() => unpackSandbox(join(folder, 'f.zip'), sandbox)).toThrow('EEXIST');
  });

  it('writes nothing outside of the sandbox', async () => {
    await writeFile(join(folder, 'f.zip'), zipSync({ '../outside.txt': strToU8('1') }));
    expect(() => unpackSandbox(join(folder, 'f.zip'), join(folder, 'sandbox'))).toThrow('outside');
    expect((await readdir(folder)).sort()).toEqual(['f.zip', 'sandbox']);
  });
});
