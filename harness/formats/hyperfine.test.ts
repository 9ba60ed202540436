import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type SampleSet, writeSampleSet } from '../compare/testing/sample-set.ts';
import { readHyperfine } from '../hyperfine/read.ts';
import { readResultSet } from '../model/codec.ts';
import { sampleManifest } from '../model/codec-sample.ts';
import type { CompletedTrial } from '../model/schema.ts';
import { createResultSetWriter } from '../model/store.ts';
import { projectRoot } from '../project-root.ts';
import { summarizeFile } from '../report/summary.ts';
import { sampleTrial } from '../testing/sample-trial.ts';
import { hyperfine } from './hyperfine.ts';

/** A number of hyperfine's: serde_json writes one that is none as null. */
const second = z.number().nonnegative().nullable();
const u64 = z.int().nonnegative();
const i32 = z.int32();

/**
 * `BenchmarkResult` of hyperfine 1.20.0 (src/benchmark/benchmark_result.rs) and the object around it
 * (src/export/json.rs), with nothing that is not there: `Option` is null, and absent where it is skipped.
 */
const exported = z.strictObject({
  results: z.array(
    z.strictObject({
      command: z.string(),
      mean: second,
      stddev: second,
      median: second,
      user: second,
      system: second,
      min: second,
      max: second,
      times: z.array(second).optional(),
      memory_usage_byte: z.array(u64).optional(),
      exit_codes: z.array(i32.nullable()),
      parameters: z.record(z.string(), z.string()).optional(),
    }),
  ),
});

type Exported = z.infer<typeof exported>['results'];

const REFERENCE = join(projectRoot(), 'results/reference/catalog.ndjson');

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'coldbench-export-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function textOf(path: string): Promise<string> {
  let text = '';
  for await (const piece of hyperfine.write(path)) text += piece;
  return text;
}

const resultsOf = async (path: string): Promise<Exported> =>
  exported.parse(JSON.parse(await textOf(path))).results;

const ofSample = async (set: SampleSet): Promise<Exported> =>
  resultsOf(await writeSampleSet(join(folder, `${crypto.randomUUID()}.ndjson`), set));

describe('the reference run', () => {
  test('is what hyperfine 1.20 writes, a result a subject', async () => {
    const { subjects } = await summarizeFile(REFERENCE);
    expect((await resultsOf(REFERENCE)).map(({ command }) => command)).toEqual(
      subjects.map(({ subject }) => subject),
    );
  });

  test('has the measured cold starts of each subject, in their order', async () => {
    const expected = new Map<string, number[]>();
    for await (const { record } of readResultSet(REFERENCE)) {
      if (record.kind !== 'trial' || record.status !== 'completed' || record.warmup) continue;
      expected.set(record.subject, [...(expected.get(record.subject) ?? []), record.firstResponseNs]);
    }
    for (const { command, times } of await resultsOf(REFERENCE)) {
      expect(times?.map((time) => Math.round((time ?? Number.NaN) * 1e9))).toEqual(expected.get(command));
    }
  });

  test('has the medians and extremes of the summary, in seconds', async () => {
    const { subjects } = await summarizeFile(REFERENCE);
    for (const [index, { median, min, max }] of (await resultsOf(REFERENCE)).entries()) {
      const cold = subjects[index]?.coldStart;
      expect({ median, min, max }).toEqual({
        median: (cold?.medianNs.value ?? 0) / 1e9,
        min: (cold?.minNs ?? 0) / 1e9,
        max: (cold?.maxNs ?? 0) / 1e9,
      });
    }
  });

  test('comes back as the same cold starts, and as no file that hyperfine wrote', async () => {
    async function* chunks(): AsyncGenerator<Buffer> {
      for await (const piece of hyperfine.write(REFERENCE)) yield Buffer.from(piece);
    }
    const { writer, commands } = await readHyperfine(chunks(), 'export.json');
    const { subjects } = await summarizeFile(REFERENCE);
    expect(writer).toBe('unknown');
    expect(commands.map(({ timesNs }) => timesNs)).toEqual(
      subjects.map(({ coldStart }) => coldStart?.samplesNs),
    );
  });
});

test('mean and deviation are those of NumPy', async () => {
  const path = await writeTrials([50_000_000, 52_500_001, 49_999_999, 61_000_000]);
  // numpy.mean and numpy.std(ddof=1) of the same seconds.
  const [result] = await resultsOf(path);
  expect(result?.mean).toBeCloseTo(0.053375, 15);
  expect(result?.stddev).toBeCloseTo(0.005218157561183255, 15);
});

describe('what a trial does not have', () => {
  test('is null where hyperfine always has a key: CPU times apart from each other, and exit codes', async () => {
    const [result] = await ofSample({ blocks: 3 });
    expect(result).toMatchObject({ user: null, system: null, exit_codes: [null, null, null] });
    expect(result).not.toHaveProperty('parameters');
  });

  test('a single run has no deviation', async () => {
    expect(await ofSample({ blocks: 1 })).toMatchObject([{ stddev: null, times: [expect.any(Number)] }]);
  });

  test('memory is the peak until the first response, of every run or of none', async () => {
    const { coldResources } = sampleTrial();
    const known = await writeTrials([1e6, 2e6], coldResources);
    expect(await resultsOf(known)).toMatchObject([{ memory_usage_byte: [55_000_000, 55_000_000] }]);
    const unknown = await writeTrials([1e6, 2e6], { ...coldResources, peakRssBytes: null });
    expect((await resultsOf(unknown))[0]).not.toHaveProperty('memory_usage_byte');
  });
});

test('trials that failed and subjects without any other are absent', async () => {
  const subjects = [{ fails: [1, 2] }, { runner: 'container', fails: 'always' }] as const;
  const results = await ofSample({ blocks: 5, subjects });
  expect(results.map(({ command, times }) => [command, times?.length])).toEqual([['hash/process/node', 3]]);
  expect(await ofSample({ blocks: 2, subjects: [{ fails: 'always' }] })).toEqual([]);
});

test('a name is the same to a parser and harmless to a terminal', async () => {
  const variant = '\u001b[2J\u202e\u0007\nline';
  const path = await writeSampleSet(join(folder, 'hostile.ndjson'), { blocks: 2, subjects: [{ variant }] });
  expect((await resultsOf(path))[0]?.command).toBe(`hash/process/${variant}`);
  expect(await textOf(path)).not.toMatch(/[\p{Cf}]|(?!\n)\p{Cc}/u);
});

/** A run with these cold starts, in this order. */
async function writeTrials(
  coldNs: readonly number[],
  coldResources: CompletedTrial['coldResources'] = sampleTrial().coldResources,
): Promise<string> {
  const path = join(folder, `${crypto.randomUUID()}.ndjson`);
  const writer = await createResultSetWriter(path);
  const subject = { subject: 'w/process/node', workload: 'w', runner: 'process', variant: 'node' } as const;
  await writer.append({ ...sampleManifest, subjects: [subject] });
  for (const [trial, firstResponseNs] of coldNs.entries()) {
    const readyNs = Math.floor(firstResponseNs / 2);
    await writer.append(
      sampleTrial({ trial, block: trial, readyNs, firstResponseNs, warmup: false, coldResources }),
    );
  }
  await writer.close();
  return path;
}
