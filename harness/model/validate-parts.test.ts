import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleBlock, sampleManifest, sampleRecords, sampleTrial } from './codec-sample.ts';
import { fileOf, sampleEnd } from './codec-testing.ts';
import type { EndRecord, Merged, PartRecord, ResultRecord } from './schema.ts';
import { validateResultSet } from './validate.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'coldbench-test-'));
});
afterAll(() => rm(folder, { recursive: true }));

const merged: Merged = { planSha256: 'd'.repeat(64), mode: 'split', parts: ['1', '2'], missing: [] };

const part = (name: string, first: number): PartRecord => ({
  kind: 'part',
  part: name,
  file: `part-${name}.ndjson`,
  fileSha256: 'e'.repeat(64),
  runId: 'k3v9t0c2',
  seed: 7,
  startedAt: sampleManifest.startedAt,
  endedAt: '2026-03-01T10:00:01.500Z',
  stopReason: 'blocks',
  measuringNs: 1e9,
  firstBlock: first,
  firstTrial: first,
  artifactBytes: { 'hash/process/node': 5120 },
  quietness: sampleManifest.quietness,
  machine: sampleManifest.machine,
  labels: {},
});

/** One trial and its block; each part has a warm-up block and a measured one, and a clock of its own. */
const block = (number: number, place: 0 | 1): ResultRecord[] => {
  const warmup = place === 0;
  return [
    { ...sampleTrial, trial: number, block: number, position: 0, warmup, launchNs: place * 1e9 },
    { ...sampleBlock, block: number, warmup },
  ];
};

const manifest = {
  ...sampleManifest,
  plan: { ...sampleManifest.plan, warmupBlocks: 1, blocks: 2 },
  subjects: sampleManifest.subjects.slice(0, 1),
  merged,
};

const end: Omit<EndRecord, 'precedingSha256'> = {
  ...sampleEnd,
  measuringNs: 2e9,
  insideTrialsNs: 4 * sampleTrial.stoppedNs,
  completed: 4,
  failed: 0,
  skipped: 0,
};

const sound: ResultRecord[] = [
  manifest,
  ...sampleRecords.slice(1, 3),
  part('1', 0),
  ...block(0, 0),
  ...block(1, 1),
  part('2', 2),
  ...block(2, 0),
  ...block(3, 1),
];

async function problemsOf(records: readonly ResultRecord[], ending = end): Promise<string[]> {
  const path = join(folder, 'merged.ndjson');
  await writeFile(path, fileOf(records, ending));
  return (await validateResultSet(path)).problems.map(
    ({ line, field, message }) => `${line}: ${field} ${message}`,
  );
}

const changed = (line: number, change: object): Promise<string[]> =>
  problemsOf(
    sound.map((record, index) => (index === line - 1 ? ({ ...record, ...change } as ResultRecord) : record)),
  );

describe('validateResultSet() of a merged file', () => {
  it('finds nothing wrong with parts of which each has its clock and its warm-up blocks', async () => {
    expect(await problemsOf(sound)).toEqual([]);
  });

  it.each<[string, number, object, string[]]>([
    ['a part that begins at another block', 9, { firstBlock: 3 }, ['9: firstBlock must be 2, is 3']],
    ['a part that begins at another trial', 9, { firstTrial: 1 }, ['9: firstTrial must be 2, is 1']],
    [
      'a part that the manifest does not name there',
      9,
      { part: '3' },
      ["9: part must be 2, next in the manifest's merged.parts, is 3"],
    ],
    [
      'a part without warm-up',
      10,
      { warmup: false },
      ['10: warmup must be true in block 2, since plan.warmupBlocks is 1 and its part begins with block 2'],
    ],
    [
      'two trials of one part at the same time',
      12,
      { launchNs: 1 },
      [`12: launchNs must be at least ${sampleTrial.stoppedNs}, when the trial before stopped, is 1`],
    ],
    [
      'parts in a file that was not merged',
      1,
      { merged: undefined },
      [
        '4: kind must not be part: the manifest has no `merged`',
        '9: kind must not be part: the manifest has no `merged`',
      ],
    ],
  ])('tells %s', async (_, line, change, problems) => {
    const found = await changed(line, change);
    // What follows from a wrong first block is told of the blocks as well.
    expect(found.filter((text) => problems.includes(text))).toEqual(problems);
  });

  it('tells a part that is not there, and trials before the first', async () => {
    const without = sound.filter((record) => record.kind !== 'part' || record.part !== '2');
    expect(await problemsOf(without)).toContain(
      '13: kind comes before the part line of 2, which merged.parts names',
    );
    expect(await problemsOf(sound.filter((record) => record.kind !== 'part'))).toContain(
      '4: kind must not be trial before the first part line of a merged file',
    );
  });

  it('wants the measuring time to be that of the parts', async () => {
    expect(await problemsOf(sound, { ...end, measuringNs: 3e9 })).toEqual([
      '14: measuringNs must be 2000000000, the sum of the parts, is 3000000000',
    ]);
  });
});
