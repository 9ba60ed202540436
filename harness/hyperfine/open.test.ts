import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeSampleSet } from '../compare/testing/sample-set.ts';
import { openMeasurements } from './open.ts';
import { exportText, sampleExport } from './testing/exports.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'coldbench-hyperfine-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function open(content: string | Uint8Array) {
  const path = join(folder, 'file');
  await writeFile(path, content);
  return openMeasurements(path);
}

test.each([
  ['as hyperfine writes it', exportText()],
  ['compact', JSON.stringify(sampleExport())],
  ['behind a byte order mark and blank lines', `\ufeff\r\n\n${exportText()}`],
  ['longer than a chunk', exportText([{ n: 20_000 }])],
])('an export of hyperfine is known by its beginning: %s', async (_what, text) => {
  expect(await open(text)).toMatchObject({ is: 'hyperfine', run: { writer: 'hyperfine' } });
});

test('a result set is read as ever, from its first record to its last', async () => {
  const path = await writeSampleSet(join(folder, 'set.ndjson'), { blocks: 40 });
  const measured = await openMeasurements(path);
  if (measured.is !== 'resultSet') throw new Error('it was not known');
  const kinds: string[] = [];
  for await (const { record } of measured.lines) kinds.push(record.kind);
  expect(kinds[0]).toBe('manifest');
  expect(kinds.filter((kind) => kind === 'trial')).toHaveLength(40);
  expect(kinds.at(-1)).toBe('end');
});

test.each([
  ['an empty file', '', /it is empty/],
  ['a text', 'results', /its first line is not JSON/],
  ['other JSON', '{"runs": []}', /JSON with the fields "runs"/],
  ['a compressed export', gzipSync(exportText()), /gzip-compressed data/],
])('%s is neither', async (_what, content, message) => {
  const measured = await open(content);
  if (measured.is !== 'resultSet') throw new Error('it was taken for an export');
  const reading = async (): Promise<void> => {
    for await (const _ of measured.lines);
  };
  await expect(reading()).rejects.toMatchObject({ code: 'NOT_A_RESULT_SET', message });
});

test('a file that is not there, and a folder', async () => {
  await expect(openMeasurements(join(folder, 'absent'))).rejects.toMatchObject({ code: 'RESULT_NOT_FOUND' });
  await expect(openMeasurements(folder)).rejects.toMatchObject({ code: 'NOT_A_RESULT_SET' });
});
