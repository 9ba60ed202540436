import { createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { sampleManifest, sampleTrial } from './codec-sample.ts';
import { sampleFile } from './codec-testing.ts';
import { buildChild, jsonFrom } from './store-child-process.ts';

const root = await mkdtemp(join(tmpdir(), 'coldbench-test-'));
afterAll(() => rm(root, { recursive: true }));
const child = await buildChild(root);

const MEGABYTE = 2 ** 20;
const TRIALS = 12_000;
const lineOf = (record: object): string => `${JSON.stringify(record)}\n`;

async function peakOfReading(path: string): Promise<{ lines: number; peakRssBytes: number }> {
  const [printed] = await jsonFrom([process.execPath, child, 'readAll', path]);
  const { outcome, peakRssBytes } = printed as { outcome: { lines: number }; peakRssBytes: number };
  return { lines: outcome.lines, peakRssBytes };
}

describe('readResultSet() of a large file', () => {
  it('needs no memory for what it has read', async () => {
    const [small, large] = [join(root, 'small.ndjson'), join(root, 'large.ndjson')];
    await writeFile(small, sampleFile());
    const trials = function* () {
      yield lineOf(sampleManifest);
      for (let trial = 0; trial < TRIALS; trial += 1) {
        yield lineOf({ ...sampleTrial, trial, warmNs: Array(400).fill(350_000 + trial) });
      }
    };
    await pipeline(Readable.from(trials()), createWriteStream(large));
    const [before, after] = [await peakOfReading(small), await peakOfReading(large)];
    expect(after.lines).toBe(TRIALS + 1);
    const grownMegabytes = (after.peakRssBytes - before.peakRssBytes) / MEGABYTE;
    expect(grownMegabytes).toBeLessThan((await stat(large)).size / MEGABYTE);
  });
});
