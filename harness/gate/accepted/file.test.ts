import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { UsageError } from '../../model/errors.ts';
import { METRICS } from '../../model/metrics.ts';
import { formatAccepted, readAccepted } from './file.ts';
import type { AcceptedChange } from './schema.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'coldbench-accepted-'));
});
afterAll(() => rm(folder, { recursive: true }));

const entry: AcceptedChange = {
  workload: 'catalog',
  runner: 'wasm',
  variant: 'starlingmonkey',
  metric: 'coldStart',
  direction: 'slower',
  upToRatio: 1.05,
  reason: 'A newer engine',
  by: 'Ada',
  expires: '2027-01-31',
};

async function written(text: string): Promise<string> {
  const path = join(folder, 'accepted.json');
  await writeFile(path, text);
  return path;
}

const file = (...accepted: object[]): Promise<string> =>
  written(JSON.stringify({ schema: 'coldbench-accepted/1', accepted }));

test('a file that is not there holds nothing, and is not an empty list', async () => {
  expect(await readAccepted(join(folder, 'absent.json'))).toBeNull();
});

test('property: what is written is read back', async () => {
  const text = fc.string({ minLength: 1 }).filter((one) => one.trim() === one && one !== '');
  const change = fc.record({
    workload: fc.string(),
    runner: fc.constantFrom('process', 'container', 'wasm', 'serverless'),
    variant: fc.string(),
    metric: fc.constantFrom(...METRICS.map(({ name }) => name)),
    direction: fc.constant('slower'),
    upToRatio: fc.double({ min: 1.001, max: 100, noNaN: true }),
    reason: text,
    by: text,
    expires: fc.constantFrom('2027-01-31', '2028-02-29'),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(change), async (changes) => {
      const accepted = changes as AcceptedChange[];
      expect(await readAccepted(await written(formatAccepted(accepted)))).toEqual(accepted);
    }),
    { numRuns: 30 },
  );
});

describe('an entry that is wrong is named with its field', () => {
  test.each<[string, object, RegExp]>([
    ['no such day', { expires: '2027-02-30' }, /entry 2: expires must be a date, is "2027-02-30"/],
    ['no day at all', { expires: undefined }, /entry 2: expires is missing/],
    ['no such metric', { metric: 'coldstart' }, /entry 2: metric must be coldStart or/],
    ['no such runner', { runner: 'rocket' }, /entry 2: runner must be process or/],
    ['a ratio that is no slowdown', { upToRatio: 0.95 }, /entry 2: upToRatio .*above 1 for slower/],
    ['a ratio that is no speed-up', { direction: 'faster' }, /entry 2: upToRatio .*below 1 for faster/],
    ['no reason', { reason: '  ' }, /entry 2: reason must not be empty/],
    ['nobody', { by: '' }, /entry 2: by must not be empty/],
    ['a field that does not exist', { until: '2027-01-31' }, /entry 2: .*until/],
    ['text as a ratio', { upToRatio: '1.05' }, /entry 2: upToRatio must be a number, is "1\.05"/],
  ])('%s', async (_what, wrong, message) => {
    const path = await file(entry, { ...entry, ...wrong });
    await expect(readAccepted(path)).rejects.toThrow(message);
    await expect(readAccepted(path)).rejects.toThrow(UsageError);
  });

  test.each([
    ['no JSON', '{', /not JSON/],
    ['a list', '[]', /must be an object/],
    [
      'another schema',
      '{"schema":"coldbench-accepted/2","accepted":[]}',
      /schema must be coldbench-accepted\/1/,
    ],
  ])('%s', async (_what, text, message) => {
    await expect(readAccepted(await written(text))).rejects.toThrow(message);
  });

  test('without letting its text steer a terminal', async () => {
    const path = await file({ ...entry, runner: '\u001b[2J\u202e\u0007' });
    const error: unknown = await readAccepted(path).catch((caught: unknown) => caught);
    expect((error as Error).message).not.toMatch(/[\p{Cf}]|(?!\n)\p{Cc}/u);
  });

  test('and a folder is no file', async () => {
    await expect(readAccepted(folder)).rejects.toThrow(/cannot be read/);
  });
});
