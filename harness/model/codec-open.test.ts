import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readResultSet } from './codec.ts';
import { sampleManifest, sampleTrial } from './codec-sample.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'coldbench-test-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function failureOf(content: string | Uint8Array): Promise<unknown> {
  const path = join(folder, 'file');
  await writeFile(path, content);
  return readResultSet(path)
    .next()
    .catch((error: unknown) => error);
}

const manifest = JSON.stringify(sampleManifest);
const versioned = (schemaVersion: unknown) => `${JSON.stringify({ ...sampleManifest, schemaVersion })}\n`;

describe('readResultSet() of what is no result set', () => {
  it.each<[string, string | Uint8Array, RegExp]>([
    ['an empty file', '', /it is empty/],
    ['a byte order mark alone', '\ufeff', /it is empty/],
    ['a blank line', '\n', /its first line is empty/],
    ['a text', 'hello\nworld\n', /its first line is not JSON: "hello"/],
    ['a formatted JSON file', '{\n  "runs": []\n}\n', /its first line is not JSON: "{"/],
    ['an export of hyperfine', '{\n  "results": [\n', /an export of hyperfine, which only `coldbench show`/],
    ['other JSON', '{"name":"x","version":"1"}', /it is JSON with the fields "name, version"/],
    ['a JSON list', '[1,2]\n', /it is a JSON list/],
    ['a JSON value', '12\n', /it is the JSON value 12/],
    [
      'a result set without its first line',
      JSON.stringify(sampleTrial),
      /its first line is a "trial", not the manifest/,
    ],
    ['a compressed result set', gzipSync(`${manifest}\n`), /gzip-compressed data; unpack it first/],
    ['a zip archive', Buffer.from('PK\x03\x04rest'), /a zip archive/],
    ['UTF-16', Buffer.from(`\ufeff${manifest}\n`, 'utf16le'), /UTF-16 text; save it as UTF-8/],
    ['a program', Buffer.from('\x7fELF\x02\x01\x01\0\0\0'), /it is binary data/],
    ['zeros', Buffer.alloc(100), /it is binary data/],
    ['a file cut inside its first line', manifest.slice(0, 100), /it ends inside its first line/],
    ['a file cut after its first bytes', manifest.slice(0, 5), /it ends inside its first line/],
  ])('says what %s is', async (_, content, message) => {
    expect(await failureOf(content)).toMatchObject({
      code: 'NOT_A_RESULT_SET',
      message,
      remedy: expect.any(String),
    });
  });

  it('says that a folder is a folder', async () => {
    const path = join(folder, 'inner');
    await mkdir(path);
    const message = /inner is not a coldbench result set: it is a folder/;
    await expect(readResultSet(path).next()).rejects.toMatchObject({ code: 'NOT_A_RESULT_SET', message });
  });

  it.each(['missing.ndjson', 'file/inside'])('says that there is no %s', async (name) => {
    await writeFile(join(folder, 'file'), '');
    const path = join(folder, name);
    await expect(readResultSet(path).next()).rejects.toMatchObject({ code: 'RESULT_NOT_FOUND' });
  });
});

describe('readResultSet() of another version', () => {
  it('asks for an update when the file is newer, whatever else it holds', async () => {
    expect(await failureOf('{"kind":"manifest","schemaVersion":2,"novel":true}\n')).toMatchObject({
      code: 'SCHEMA_TOO_NEW',
      message: expect.stringMatching(/was written by a newer coldbench \(schema 2\); this one reads 1\./),
      remedy: 'Update coldbench.',
    });
  });

  it('refuses an older one', async () => {
    expect(await failureOf(versioned(0))).toMatchObject({ code: 'SCHEMA_TOO_OLD' });
  });

  it.each([null, '1', undefined])('names the field when the version is %j', async (schemaVersion) => {
    const message = expect.stringMatching(/file line 1: schemaVersion (must be 1|is missing)/);
    expect(await failureOf(versioned(schemaVersion))).toMatchObject({ code: 'SCHEMA_INVALID', message });
  });
});
