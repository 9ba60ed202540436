import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { compareSets } from '../compare/compare.ts';
import type { Comparison } from '../compare/comparison.ts';
import { loadComparable } from '../compare/load.ts';
import { writeSampleSet } from '../compare/testing/sample-set.ts';
import { readResultSet } from '../model/codec.ts';
import type { ResultRecord, Trial } from '../model/schema.ts';
import { createResultSetWriter } from '../model/store.ts';
import { validateResultSet } from '../model/validate.ts';
import { qualityNotes } from '../report/quality-notes.ts';
import { summarizeFile } from '../report/summary.ts';
import { type MergeRequest, mergeParts } from './merge.ts';
import { type SamplePart, writeSamplePart } from './testing/sample-part.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'coldbench-test-'));
});
afterEach(() => rm(folder, { recursive: true }));

const merge = (paths: readonly string[], more: Partial<MergeRequest> = {}) =>
  mergeParts({
    paths,
    outPath: join(folder, 'merged.ndjson'),
    allowIncomplete: false,
    command: ['merge'],
    ...more,
  });

const threeParts = (set: SamplePart = {}): Promise<string[]> =>
  Promise.all(['1', '2', '3'].map((part) => writeSamplePart(folder, part, set)));

async function recordsOf(path: string): Promise<ResultRecord[]> {
  const records: ResultRecord[] = [];
  for await (const { record } of readResultSet(path)) records.push(record);
  return records;
}

const trialsOf = (records: readonly ResultRecord[]): Trial[] =>
  records.filter((record) => record.kind === 'trial');

/** A trial without its place in the file. */
const measured = ({ trial: _, block: _block, ...rest }: Trial) => rest;

/** The same file with other records, as sound as it was. */
async function rewritten(path: string, change: (record: ResultRecord) => ResultRecord): Promise<string> {
  const other = join(folder, 'rewritten.ndjson');
  const writer = await createResultSetWriter(other);
  for (const record of (await recordsOf(path)).map(change)) {
    await (record.kind === 'end' ? writer.end(record) : writer.append(record));
  }
  return other;
}

const reasonsOf = async (paths: readonly string[], more: Partial<MergeRequest> = {}): Promise<string[]> => {
  const error = await merge(paths, more).then(
    () => new Error('it was merged'),
    (thrown: Error) => thrown,
  );
  return error.message.replaceAll(`${folder}/`, '').split('\n  ');
};

describe('mergeParts() of like machines', () => {
  it('makes one sound set, numbered through, in the order of the plan', async () => {
    const [one = '', two = '', three = ''] = await threeParts();
    const { sets } = await merge([three, one, two]);
    expect(sets).toMatchObject([
      { path: join(folder, 'merged.ndjson'), merged: true, parts: ['1', '2', '3'] },
    ]);
    const path = join(folder, 'merged.ndjson');
    expect(await validateResultSet(path)).toMatchObject({ complete: true, problems: [] });
    const trials = trialsOf(await recordsOf(path));
    expect(trials.map(({ trial }) => trial)).toEqual(trials.map((_, index) => index));
    expect([...new Set(trials.map(({ block }) => block))]).toEqual([...Array(24).keys()]);
  });

  it('changes no figure of any trial', async () => {
    const paths = await threeParts({ subjects: [{}, { runner: 'serverless' }] });
    await merge(paths);
    const parts = await Promise.all(paths.map(recordsOf));
    const merged = trialsOf(await recordsOf(join(folder, 'merged.ndjson')));
    expect(merged.map(measured)).toEqual(parts.flatMap(trialsOf).map(measured));
  });

  it('keeps the calibrations of each part beside its trials', async () => {
    const paths = [
      await writeSamplePart(folder, '1', { calibration: 1 }),
      await writeSamplePart(folder, '2'),
      await writeSamplePart(folder, '3', { calibration: 2 }),
    ];
    await merge(paths);
    const kinds = (await recordsOf(join(folder, 'merged.ndjson'))).flatMap((record) => {
      if (record.kind === 'part') return [`part ${record.part}`];
      return record.kind === 'calibration' ? [record.when] : [];
    });
    expect(kinds).toEqual(['part 1', 'before', 'after', 'part 2', 'part 3', 'before', 'after']);
    expect(await validateResultSet(join(folder, 'merged.ndjson'))).toMatchObject({ problems: [] });
  });

  it('keeps which file, machine and seed each part was of', async () => {
    await merge(await threeParts());
    const records = await recordsOf(join(folder, 'merged.ndjson'));
    const parts = records.filter((record) => record.kind === 'part');
    expect(parts).toMatchObject([
      { part: '1', file: 'part-1.ndjson', seed: 49, firstBlock: 0, firstTrial: 0 },
      { part: '2', file: 'part-2.ndjson', seed: 50, firstBlock: 8, firstTrial: 8 },
      { part: '3', file: 'part-3.ndjson', seed: 51, firstBlock: 16, firstTrial: 16 },
    ]);
    expect(parts.map(({ machine }) => machine.hostnameHash)).toEqual(['host of 1', 'host of 2', 'host of 3']);
    expect(records[0]).toMatchObject({
      kind: 'manifest',
      seed: 42,
      plan: { blocks: 24, precision: 0.02 },
      machine: { hostnameHash: null, bootHash: null },
      merged: { mode: 'split', parts: ['1', '2', '3'], missing: [] },
    });
  });

  it('pairs overheads within a block, and so within one machine', async () => {
    const subjects = (coldMs: number) => [{ coldMs }, { runner: 'serverless' as const, coldMs: 2 * coldMs }];
    const paths = [
      await writeSamplePart(folder, '1', { noise: 0, subjects: subjects(50) }),
      await writeSamplePart(folder, '2', { noise: 0, subjects: subjects(100) }),
      await writeSamplePart(folder, '3', { noise: 0, subjects: subjects(150) }),
    ];
    await merge(paths);
    const { subjects: rows } = await summarizeFile(join(folder, 'merged.ndjson'));
    // Any pair of trials of two machines would give another ratio.
    expect(rows[1]?.overhead?.ratio).toMatchObject({ value: 2, interval: { low: 2, high: 2 } });
  });

  it('gives the same file whatever the order and the folder', async () => {
    const paths = await threeParts();
    await merge(paths);
    await merge([...paths].reverse(), { outPath: join(folder, 'again.ndjson') });
    const text = await readFile(join(folder, 'merged.ndjson'), 'utf8');
    expect(await readFile(join(folder, 'again.ndjson'), 'utf8')).toBe(text);
  });

  it('tells of artifacts whose builds differ in size, and has that of the first part', async () => {
    const size = (sizeBytes: number) => ({ subjects: [{ sizeBytes }] });
    await merge([
      await writeSamplePart(folder, '1', size(40_000)),
      await writeSamplePart(folder, '2', size(41_000)),
      await writeSamplePart(folder, '3', size(40_500)),
    ]);
    const summary = await summarizeFile(join(folder, 'merged.ndjson'));
    expect(summary.subjects[0]?.artifactBytes).toBe(40_000);
    expect(summary.merged?.levels[0]?.artifactBytes).toEqual({ least: 40_000, most: 41_000 });
    expect(qualityNotes(summary, ({ runner }) => runner)).toContainEqual({
      label: 'size',
      text: 'Each part built its own artifacts, and of these the sizes differ: process (40.0 kB to 41.0 kB).',
    });
  });

  it('never overwrites, not even a part', async () => {
    const paths = await threeParts();
    const before = await readFile(paths[0] ?? '', 'utf8');
    await expect(merge(paths, { outPath: paths[0] ?? '' })).rejects.toMatchObject({ code: 'RESULT_EXISTS' });
    expect(await readFile(paths[0] ?? '', 'utf8')).toBe(before);
  });
});

describe('mergeParts() of parts that ran on one machine', () => {
  it('tells those that ran there at the same time, as containers of one kernel do', async () => {
    const paths = [
      await writeSamplePart(folder, '1', { machine: { bootHash: 'one boot' } }),
      await writeSamplePart(folder, '2'),
      await writeSamplePart(folder, '3', { machine: { bootHash: 'one boot' } }),
    ];
    const { sets } = await merge(paths);
    expect(sets).toMatchObject([{ machines: 2, sharedMachine: [['1', '3']] }]);
    const { merged } = await summarizeFile(join(folder, 'merged.ndjson'));
    expect(merged).toMatchObject({ machines: 2, sharedMachine: [['1', '3']] });
  });
});

describe('comparing merged sets', () => {
  const fleet = async (name: string, coldMs: readonly number[]) => {
    const place = await mkdtemp(join(folder, name));
    const paths = await Promise.all(
      coldMs.map((ms, index) =>
        writeSamplePart(place, `${index + 1}`, {
          seed: Math.round(ms),
          blocks: 20,
          warmCalls: 4,
          subjects: [{ coldMs: ms }],
        }),
      ),
    );
    const outPath = join(place, 'merged.ndjson');
    await merge(paths, { outPath });
    return loadComparable(outPath);
  };
  const options = { threshold: 0.01, metrics: ['coldStart'], acrossMachines: false };
  const verdictOf = ({ subjects: [subject] }: Comparison) =>
    subject?.rows.find(({ metric }) => metric.name === 'coldStart')?.verdict;

  it('does not take what its machines differ by for a change', async () => {
    const [one, other] = [await fleet('a', [48, 50, 52]), await fleet('b', [51, 53, 55])];
    const comparison = compareSets(one, other, options);
    expect(verdictOf(comparison)).toBe('inconclusive');
    expect(comparison.notes.join()).toMatch(/merged from 3 parts, between which levels vary as drift does/);
  });

  it('finds a change that is far larger than that', async () => {
    const [one, other] = [await fleet('a', [48, 50, 52]), await fleet('b', [98, 100, 102])];
    expect(verdictOf(compareSets(one, other, options))).toBe('slower');
  });
});

describe('mergeParts() of unlike machines', () => {
  const other = { cpuModel: 'Ampere Altra', arch: 'arm64' };

  it('keeps them apart, merges those of one kind, and says what differs', async () => {
    const paths = [
      await writeSamplePart(folder, '1'),
      await writeSamplePart(folder, '2', { machine: other }),
      await writeSamplePart(folder, '3'),
    ];
    const { sets, differences } = await merge(paths);
    expect(sets).toMatchObject([
      { path: join(folder, 'merged-1.ndjson'), merged: true, parts: ['1', '3'] },
      { path: paths[1], merged: false, parts: ['2'] },
    ]);
    expect(differences).toEqual([
      'cpuModel: Intel(R) Xeon(R) Processor @ 2.90GHz → Ampere Altra',
      'arch: x64 → arm64',
    ]);
    const { manifest } = await loadComparable(join(folder, 'merged-1.ndjson'));
    expect(manifest.merged).toMatchObject({ parts: ['1', '3'], missing: ['2'] });
    expect(await validateResultSet(join(folder, 'merged-1.ndjson'))).toMatchObject({ problems: [] });
    await expect(readFile(join(folder, 'merged.ndjson'))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it.each<[string, SamplePart]>([
    ['another Node', { manifest: { tools: { node: 'v22.0.0', esbuild: '0.28.2' } } }],
    ['another bundler', { manifest: { tools: { node: 'v20.20.2', esbuild: '0.1.0' } } }],
    ['another commit of coldbench', { manifest: { gitCommit: 'f'.repeat(40) } }],
    ['another kernel', { machine: { kernel: '5.10.0-1' } }],
    ['an emulated CPU', { machine: { emulated: true } }],
  ])('takes %s for an unlike machine', async (_, set) => {
    const [one = '', two = ''] = await threeParts();
    await rm(join(folder, 'part-3.ndjson'));
    const three = await writeSamplePart(folder, '3', set);
    expect((await merge([one, two, three])).sets.map(({ parts }) => parts)).toEqual([['1', '2'], ['3']]);
  });

  it('leaves nothing behind when one of its files cannot be written', async () => {
    const kinds = { '1': {}, '2': other, '3': {}, '4': other };
    const paths = await Promise.all(
      Object.entries(kinds).map(([part, machine]) =>
        writeSamplePart(folder, part, { machine, plan: { parts: Object.keys(kinds) } }),
      ),
    );
    await writeFile(join(folder, 'merged-2.ndjson'), 'precious');
    await expect(merge(paths)).rejects.toMatchObject({ code: 'RESULT_EXISTS' });
    await expect(readFile(join(folder, 'merged-1.ndjson'))).rejects.toMatchObject({ code: 'ENOENT' });
    expect(await readFile(join(folder, 'merged-2.ndjson'), 'utf8')).toBe('precious');
  });
});

describe('mergeParts() refuses, and names', () => {
  it('a part that is missing', async () => {
    const [one = '', , three = ''] = await threeParts();
    expect(await reasonsOf([one, three])).toEqual(['Nothing was merged:', 'Part 2 is missing.']);
  });

  it('a part that is given twice, as one file or as two', async () => {
    const [one = '', two = '', three = ''] = await threeParts();
    await copyFile(two, join(folder, 'copy.ndjson'));
    expect(await reasonsOf([one, two, three, join(folder, 'copy.ndjson')])).toEqual([
      'Nothing was merged:',
      'Part 2 is given twice: part-2.ndjson and copy.ndjson (the very same file).',
    ]);
    const again = await writeSampleSet(join(folder, 'again.ndjson'), {
      seed: 7,
      manifest: { part: (await loadComparable(two)).manifest.part },
    });
    expect(await reasonsOf([one, two, again, three])).toContain(
      'Part 2 is given twice: part-2.ndjson and again.ndjson.',
    );
  });

  it('a part of another plan', async () => {
    const [one = '', two = ''] = await threeParts();
    await rm(join(folder, 'part-3.ndjson'));
    const three = await writeSamplePart(folder, '3', { plan: { planSha256: 'e'.repeat(64) } });
    expect(await reasonsOf([one, two, three])).toContain(
      'part-3.ndjson is of another plan: eeeeeeeeeeee, and part-1.ndjson of dddddddddddd.',
    );
  });

  it('a run of no plan, and a file that is merged already', async () => {
    const paths = await threeParts();
    const plain = await writeSampleSet(join(folder, 'plain.ndjson'));
    expect(await reasonsOf([...paths, plain])).toContain(
      'plain.ndjson is no part that can be merged: it is of no plan: `bench` without --plan wrote it.',
    );
    await merge(paths);
    expect(await reasonsOf([join(folder, 'merged.ndjson')])).toContain(
      'merged.ndjson is no part that can be merged: it was merged before: merge the files of all parts at once.',
    );
  });

  it('a part that was cut off or interrupted', async () => {
    const [one = '', two = ''] = await threeParts();
    await rm(join(folder, 'part-3.ndjson'));
    const cut = await writeSamplePart(folder, '3', { ending: null });
    expect(await reasonsOf([one, two, cut])).toContain(
      'part-3.ndjson is no part that can be merged: it is incomplete: the run was cut off before its end record.',
    );
    await rm(cut);
    const interrupted = await writeSamplePart(folder, '3', { ending: { stopReason: 'interrupted' } });
    expect(await reasonsOf([one, two, interrupted])).toEqual([
      'Nothing was merged:',
      'Part 3 (part-3.ndjson) is incomplete: it was interrupted.',
    ]);
  });

  it('a part that was changed after it was written', async () => {
    const paths = await threeParts();
    const text = await readFile(paths[1] ?? '', 'utf8');
    await writeFile(paths[1] ?? '', text.replace('"rssBytes":', '"rssBytes":1'));
    expect((await reasonsOf(paths))[1]).toMatch(
      /^part-2\.ndjson is no part that can be merged: it is not valid \(.*was changed/,
    );
  });

  it.each([
    ['handlerSha256', 'handler'],
    ['inputSha256', 'event'],
    ['outputSha256', 'answer'],
  ])('another %s', async (field, what) => {
    const [one = '', two = ''] = await threeParts();
    await rm(join(folder, 'part-3.ndjson'));
    const three = await writeSamplePart(folder, '3', { workloads: { hash: { [field]: '9'.repeat(64) } } });
    const [, reason = ''] = await reasonsOf([one, two, three]);
    expect(reason).toMatch(
      `The ${what} of hash differs (${field}): ${'9'.repeat(64)} in part 3 (part-3.ndjson)`,
    );
  });

  it('other subjects on like machines', async () => {
    const [one = '', two = ''] = await threeParts();
    await rm(join(folder, 'part-3.ndjson'));
    const three = await writeSamplePart(folder, '3', { subjects: [{}, { runner: 'wasm' }] });
    expect(await reasonsOf([one, two, three])).toContain(
      'The subjects differ: hash/process/node, hash/wasm/node in part 3 (part-3.ndjson), hash/process/node in part 1 (part-1.ndjson).',
    );
  });

  it('other artifacts on like machines', async () => {
    const [one = '', two = '', three = ''] = await threeParts();
    const other = await rewritten(three, (record) =>
      record.kind === 'artifact' ? { ...record, sha256: '9'.repeat(64) } : record,
    );
    expect(await reasonsOf([one, two, other])).toContain(
      `The artifact of hash/process/node differs (sha256): ${'9'.repeat(64)} in part 3 (rewritten.ndjson), ${'c'.repeat(64)} in part 1 (part-1.ndjson).`,
    );
  });

  it('all reasons at once, without what could move the cursor', async () => {
    const [one = ''] = await threeParts();
    await rm(join(folder, 'part-2.ndjson'));
    const two = await writeSamplePart(folder, '2', {
      plan: { part: '2\u001b[2J\u202e', parts: ['1', '2\u001b[2J\u202e', '3\u0007'] },
      ending: { stopReason: 'failed' },
    });
    const reasons = await reasonsOf([two, one]);
    expect(reasons).toEqual([
      'Nothing was merged:',
      'Part 3 is missing.',
      'Part 2 (part-2.ndjson) is incomplete: it ended since nothing was left to measure.',
    ]);
  });
});

describe('mergeParts() with allowIncomplete', () => {
  it('merges what there is, and the file says what is missing', async () => {
    const [one = ''] = await threeParts();
    await rm(join(folder, 'part-3.ndjson'));
    const three = await writeSamplePart(folder, '3', { blocks: 3, ending: { stopReason: 'interrupted' } });
    const { incomplete } = await merge([one, three], { allowIncomplete: true });
    expect(incomplete.map((text) => text.replaceAll(`${folder}/`, ''))).toEqual([
      'Part 2 is missing.',
      'Part 3 (part-3.ndjson) is incomplete: it was interrupted.',
    ]);
    const path = join(folder, 'merged.ndjson');
    expect(await validateResultSet(path)).toMatchObject({ complete: true, problems: [] });
    expect(await summarizeFile(path)).toMatchObject({
      stopReason: 'interrupted',
      blocks: { measured: 11 },
      merged: { missing: ['2'], machines: 2 },
    });
  });
});
