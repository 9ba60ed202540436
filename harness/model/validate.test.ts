import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleBlock, sampleManifest, sampleRecords, sampleTrial } from './codec-sample.ts';
import { fileOf, sampleEnd, sampleFile } from './codec-testing.ts';
import type { BlockRecord, CompletedTrial, EndRecord, Plan, ResultRecord, SkippedTrial } from './schema.ts';
import { validateResultSet } from './validate.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'coldbench-test-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function validate(bytes: string | Uint8Array) {
  const path = join(folder, 'run.ndjson');
  await writeFile(path, bytes);
  return validateResultSet(path);
}

const problemsOf = async (bytes: string | Uint8Array): Promise<string[]> =>
  (await validate(bytes)).problems.map(({ line, field, message }) => `${line}: ${field} ${message}`);

const TRIAL_LINE = 7;

/** The problems after a change to the record on a line of the sample. */
const changed = (line: number, change: object): Promise<string[]> =>
  problemsOf(
    fileOf(
      sampleRecords.map((record, index) => (index === line - 1 ? { ...record, ...change } : record)),
      sampleEnd,
    ),
  );

/** The trials, with the line of each block that another one follows. */
function withBlocks(trials: readonly CompletedTrial[], { warmupBlocks }: Plan): ResultRecord[] {
  return trials.flatMap((trial, index) => {
    const { block } = trial;
    const staysOpen = (trials[index + 1]?.block ?? block) === block;
    return staysOpen ? [trial] : [trial, { ...sampleBlock, block, warmup: block < warmupBlocks }];
  });
}

/** The problems of a run with these trials, the manifest's plan changed, and no end. */
const trialsWith = (
  trials: readonly Partial<CompletedTrial>[],
  change: Partial<Plan> = {},
): Promise<string[]> => {
  const plan = { ...sampleManifest.plan, ...change };
  const body = withBlocks(
    trials.map((trial) => ({ ...sampleTrial, ...trial })),
    plan,
  );
  return problemsOf(fileOf([{ ...sampleManifest, plan }, ...sampleRecords.slice(1, 5), ...body], null));
};

const serverless = { subject: 'hash/serverless/node', runner: 'serverless' } as const;
/** Trial `trial`, one second after the one before. */
const at = (trial: number, block: number, position: number, more: Partial<CompletedTrial> = {}) => ({
  trial,
  block,
  position,
  launchNs: trial * 1e9,
  ...more,
});

describe('validateResultSet()', () => {
  it('finds nothing wrong with a sound result set', async () => {
    expect(await validate(sampleFile())).toEqual({
      path: join(folder, 'run.ndjson'),
      complete: true,
      truncated: false,
      problems: [],
      counts: { workloads: 1, artifacts: 3, completed: 2, failed: 1, skipped: 1, unknown: 0 },
    });
  });

  it('finds nothing wrong with one that was cut, but that it is incomplete', async () => {
    expect(await validate(sampleFile().subarray(0, -200))).toMatchObject({
      complete: false,
      truncated: true,
      problems: [],
    });
  });

  it('counts lines of kinds that it does not know', async () => {
    const bytes = Buffer.concat([fileOf(sampleRecords, null), Buffer.from('{"kind":"canary"}\n')]);
    expect(await validate(bytes)).toMatchObject({ problems: [], counts: { unknown: 1 } });
  });

  it('tells every problem of every line, not only the first', async () => {
    const text = sampleFile()
      .toString('utf8')
      .replaceAll('"readyNs":', '"readyNs":-')
      .replace('"cached":false', '"cached":0');
    const problems = await problemsOf(text);
    expect(problems.slice(0, 3)).toEqual([
      '3: cached must be true or false, is 0',
      '7: readyNs must be at least 0, is -41903442',
      '8: readyNs must be at least 0, is -41903442',
    ]);
    expect(problems).toContain('11: completed must be 0, as counted, is 2');
    expect(problems.at(-1)).toBe(
      '11: precedingSha256 does not match the content: the file was changed after it was written',
    );
  });

  it('stops telling after 100 problems, and says how many there are', async () => {
    const trial = JSON.stringify(sampleTrial);
    const problems = await problemsOf(
      `${JSON.stringify(sampleManifest)}\n${`${trial.slice(1)}\n`.repeat(150)}`,
    );
    expect(problems).toHaveLength(101);
    expect(problems.at(-1)).toBe('null:  and 50 more problems');
  });

  it('reports a file that is no result set instead of throwing, so that others are looked at too', async () => {
    expect(await validate('[1]')).toMatchObject({
      complete: false,
      problems: [{ line: null, message: /it is a JSON list/ }],
    });
    const newer = '{"kind":"manifest","schemaVersion":2}\n';
    expect(await problemsOf(newer)).toEqual([expect.stringMatching(/was written by a newer coldbench/)]);
    await expect(validateResultSet(join(folder, 'none'))).rejects.toMatchObject({ code: 'RESULT_NOT_FOUND' });
  });

  it('goes on without a manifest that it can trust', async () => {
    const text = fileOf(sampleRecords, sampleEnd).toString('utf8').replace('"seed":42', '"seed":"?"');
    expect(await problemsOf(text)).toEqual([
      '1: seed must be a number, is "?"',
      expect.stringMatching(/^11: precedingSha256/),
    ]);
  });
});

describe('validateResultSet() of a trial', () => {
  it.each<[string, Partial<CompletedTrial>, string[]]>([
    [
      'a response before it was ready',
      { firstResponseNs: 41_903_441 },
      ['firstResponseNs must be at least readyNs, which is 41903442, is 41903441'],
    ],
    [
      'a stop before the response',
      { stoppedNs: 46_551_982 },
      ['stoppedNs must be at least firstResponseNs, which is 46551983, is 46551982'],
    ],
    [
      'a process before its container',
      { createdNs: 2_104_552, nullReasons: {} },
      ['processStartNs must be at least createdNs, which is 2104552, is 2104551'],
    ],
    [
      'milestones with a gap between',
      { runtimeReadyNs: 38_220_118 },
      ['workloadLoadedNs must be at least runtimeReadyNs, which is 38220118, is 38220117'],
    ],
    [
      'a start before the creation',
      { createdNs: 100, startedNs: 99, nullReasons: {} },
      ['startedNs must be at least createdNs, which is 100, is 99'],
    ],
    [
      'a null without a reason',
      { workloadLoadedNs: null },
      ['workloadLoadedNs is null, and nullReasons does not say why'],
    ],
    [
      'a reason without a null',
      { nullReasons: { ...sampleTrial.nullReasons, readyNs: 'lost' } },
      ['nullReasons.readyNs must not be there: readyNs is not null'],
    ],
    [
      'more warm calls than planned',
      { warmNs: [1, 2, 3, 4, 5] },
      ['warmNs must have at most 4 values (plan.warmCalls), has 5'],
    ],
    [
      'columns of reports that differ',
      {
        lambdaReports: {
          initDurationNs: null,
          memorySizeBytes: 1,
          durationNs: [1, 2],
          billedDurationMs: [1],
          maxMemoryUsedBytes: [1, null],
        },
      },
      ['lambdaReports.billedDurationMs must have as many values as durationNs, 2, has 1'],
    ],
    [
      'another runner than declared',
      { runner: 'wasm' },
      ['runner must be process, as the manifest says of hash/process/node, is wasm'],
    ],
  ])('%s', async (_, change, messages) => {
    const reasons = change.createdNs
      ? { compiledNs: 'x', instantiatedNs: 'x', ...(change.startedNs ? {} : { startedNs: 'x' }) }
      : null;
    const problems = await changed(TRIAL_LINE, { ...change, ...(reasons && { nullReasons: reasons }) });
    const trial = problems.filter((problem) => !/insideTrialsNs/.test(problem));
    expect(trial).toEqual(messages.map((message) => `${TRIAL_LINE}: ${message}`));
  });

  it("accepts a start call that returned after the guest's process began", async () => {
    const nullReasons = { compiledNs: 'x', instantiatedNs: 'x' };
    expect(await changed(TRIAL_LINE, { createdNs: 1, startedNs: 20_000_000, nullReasons })).toEqual([]);
  });
});

describe('validateResultSet() of the row of trials', () => {
  it.each([
    [
      'blocks with each subject once',
      [at(0, 0, 1), at(1, 0, 0, serverless), at(2, 1, 0), at(3, 1, 1, serverless)],
      [],
    ],
    ['a last block that was cut', [at(0, 0, 0), at(1, 0, 1, serverless), at(2, 1, 0, serverless)], []],
    ['a number left out', [at(0, 0, 0), at(2, 1, 0)], ['8: trial must be 1, is 2']],
    ['a number twice', [at(0, 0, 0), at(0, 1, 0, { launchNs: 1e9 })], ['8: trial must be 1, is 0']],
    ['a first number that is not 0', [at(1, 0, 0)], ['6: trial must be 0, is 1']],
    ['a block left out', [at(0, 0, 0), at(1, 2, 0)], ['8: block must be 0 or 1, is 2']],
    ['a block again', [at(0, 0, 0), at(1, 1, 0), at(2, 0, 0)], ['10: block must be 1 or 2, is 0']],
    [
      'a position twice',
      [at(0, 0, 0), at(1, 0, 0, serverless)],
      ['7: position must be another: block 0 has 0 already'],
    ],
    [
      'a subject twice',
      [at(0, 0, 0), at(1, 0, 1)],
      ['7: subject must be another: block 0 has hash/process/node already'],
    ],
    [
      'a block without one of the subjects',
      [at(0, 0, 0), at(1, 0, 1, serverless), at(2, 1, 0), at(3, 2, 0)],
      ['11: block begins, and block 1 has no trial of hash/serverless/node'],
    ],
    [
      'a subject that comes later',
      [at(0, 0, 0), at(1, 1, 0), at(2, 1, 1, serverless)],
      ['9: subject must be one of those in block 0, is hash/serverless/node'],
    ],
    [
      'two trials at the same time',
      [at(0, 0, 0), at(1, 1, 0, { launchNs: 61_000_000 })],
      ['8: launchNs must be at least 61730226, when the trial before stopped, is 61000000'],
    ],
  ])('%s', async (_, trials, problems) => {
    expect(await trialsWith(trials)).toEqual(problems);
  });

  it('wants the declared warm-up blocks, and only those, to be marked', async () => {
    const trials = [at(0, 0, 0, { warmup: true }), at(1, 1, 0)];
    expect(await trialsWith(trials, { warmupBlocks: 1 })).toEqual([]);
    expect(await trialsWith(trials, { warmupBlocks: 0 })).toEqual([
      '6: warmup must be false in block 0, since plan.warmupBlocks is 0',
    ]);
    expect(await trialsWith(trials, { warmupBlocks: 2 })).toEqual([
      '8: warmup must be true in block 1, since plan.warmupBlocks is 2',
    ]);
  });

  it('lets a subject that could not be packaged fail once, outside the blocks', async () => {
    const plan = { ...sampleManifest.plan, warmupBlocks: 1 };
    const trials = [at(1, 0, 0, { warmup: true }), at(2, 1, 0), at(3, 2, 0)];
    const body = withBlocks(
      trials.map((trial) => ({ ...sampleTrial, ...trial })),
      plan,
    );
    const records = [{ ...sampleManifest, plan }, ...sampleRecords.slice(1, 6), ...body];
    expect(await problemsOf(fileOf(records, null))).toEqual([]);
  });

  it('lets a subject that cannot be started in its way have one line, and one that can be no such line', async () => {
    const plan = { ...sampleManifest.plan, warmupBlocks: 1 };
    const row = { subject: 'hash/process/node@paused', condition: 'paused' } as const;
    const place = { kind: 'trial', trial: 0, block: 0, position: 1, warmup: false } as const;
    const of = { workload: 'hash', runner: 'process', variant: 'node' } as const;
    const never = { ...place, ...of, ...row, status: 'skipped', reason: 'no way' } as const;
    const trials = [at(1, 0, 0, { warmup: true }), at(2, 1, 0), at(3, 2, 0)];
    const body = withBlocks(
      trials.map((trial) => ({ ...sampleTrial, ...trial })),
      plan,
    );
    const subjects = [...sampleManifest.subjects, { ...of, ...row }];
    const fileWith = (skipped: SkippedTrial) =>
      fileOf([{ ...sampleManifest, plan, subjects }, ...sampleRecords.slice(1, 5), skipped, ...body], null);
    expect(await problemsOf(fileWith({ ...never, code: 'NO_SUCH_START' }))).toEqual([]);
    expect((await problemsOf(fileWith(never))).join('\n')).toMatch(/warmup must be true/);
  });
});

describe('validateResultSet() of a disk-cold trial', () => {
  const EVICTION = { files: 3, bytes: 1000, residentBytesAfter: 10, method: 'test' };
  const faults = (majorFaults: number | null) => ({
    coldResources: { ...sampleTrial.coldResources, majorFaults },
  });

  it.each<[string, Partial<CompletedTrial>, string | null]>([
    ['with its proof', { eviction: EVICTION, ...faults(4) }, null],
    ['without one', faults(4), 'eviction must be there: condition is disk-cold'],
    [
      'of which too much stayed in memory',
      { eviction: { ...EVICTION, residentBytesAfter: 11 }, ...faults(4) },
      'eviction.residentBytesAfter must be at most a hundredth of bytes, which is 1000, is 11',
    ],
    [
      'whose guest read nothing from the disk',
      { eviction: EVICTION, ...faults(0) },
      'coldResources.majorFaults must be at least 1: condition is disk-cold, is 0',
    ],
  ])('%s', async (_, fields, problem) => {
    const row = { subject: 'hash/process/node@disk-cold', condition: 'disk-cold' } as const;
    const subject = { ...row, workload: 'hash', runner: 'process', variant: 'node' } as const;
    const artifact = { ...sampleRecords[2], ...row };
    const trial: CompletedTrial = { ...sampleTrial, ...at(0, 0, 0), ...row, ...fields };
    const records = [
      { ...sampleManifest, subjects: [subject] },
      sampleRecords[1],
      artifact,
      trial,
    ] as ResultRecord[];
    expect(await problemsOf(fileOf(records, null))).toEqual(problem === null ? [] : [`4: ${problem}`]);
  });

  it('is the only one that may have a proof', async () => {
    expect(await changed(TRIAL_LINE, { eviction: EVICTION })).toContain(
      `${TRIAL_LINE}: eviction must not be there: condition is cold`,
    );
  });
});

describe('validateResultSet() of the line of a block', () => {
  const BLOCK_LINE = 10;

  it.each<[string, Partial<BlockRecord>, string]>([
    ['another number', { block: 1 }, 'block must be 0, is 1'],
    [
      'a warm-up that was not planned',
      { warmup: true },
      'warmup must be false in block 0, since plan.warmupBlocks is 0',
    ],
    [
      'a clock that went back',
      { after: { ...sampleBlock.after, atNs: 1 } },
      'after.atNs must be at least before.atNs, which is 812000000000, is 1',
    ],
    [
      'discarded in a run that is not strict',
      { discarded: true, disturbances: ['steal'] },
      'discarded must be false: plan.strict is',
    ],
  ])('%s', async (_, change, message) => {
    expect(await changed(BLOCK_LINE, change)).toEqual([`${BLOCK_LINE}: ${message}`]);
  });

  it('lets a strict run discard a block, if something disturbed it', async () => {
    const manifest = { ...sampleManifest, plan: { ...sampleManifest.plan, strict: true } };
    const discarding = (disturbances: string[]): Promise<string[]> => {
      const block = { ...sampleBlock, discarded: true, disturbances };
      return problemsOf(fileOf([manifest, ...sampleRecords.slice(1, -1), block], null));
    };
    expect(await discarding(['steal'])).toEqual([]);
    expect(await discarding([])).toEqual(['10: discarded must be false: nothing disturbed the block']);
  });

  it('wants every block but the last to have one, after its trials', async () => {
    const first = sampleRecords.slice(0, 5);
    const trials = [at(0, 0, 0), at(1, 1, 0)].map((trial) => ({ ...sampleTrial, ...trial }));
    expect(await problemsOf(fileOf([...first, ...trials], null))).toEqual([
      '7: block begins, and block 0 has no line of its own',
    ]);
    const late = { ...sampleTrial, ...at(0, 0, 0) };
    expect(await problemsOf(fileOf([...first, sampleBlock, late], null))).toEqual([
      '7: block must not be 0: the line of that block precedes this trial',
    ]);
    expect(await problemsOf(fileOf([...sampleRecords, sampleBlock], null))).toEqual([
      '11: block must be 1, is 0',
    ]);
  });
});

describe('validateResultSet() of what lines say of each other', () => {
  it('wants subjects and workloads to be declared', async () => {
    const undeclared = 'must be declared in the manifest';
    expect(await changed(TRIAL_LINE, { subject: 'hash/process/deno' })).toEqual([
      expect.stringContaining(undeclared),
    ]);
    expect(await changed(3, { subject: 'hash/process/deno' })).toEqual([
      `3: subject ${undeclared}'s subjects, is hash/process/deno`,
      '7: subject has no artifact line before its first completed trial',
    ]);
    expect(await changed(2, { workload: 'ssr' })).toEqual([
      `2: workload ${undeclared}'s subjects, is ssr`,
      '7: workload has no workload line before its first completed trial',
    ]);
  });

  it('wants no line twice', async () => {
    const [manifest, workload, artifact] = sampleRecords;
    const records = [...sampleRecords.slice(0, 5), workload, artifact] as ResultRecord[];
    expect(await problemsOf(fileOf(records, null))).toEqual([
      '6: workload must not have a second line: hash',
      '7: subject must not have a second line: hash/process/node',
    ]);
    const subjects = sampleManifest.subjects.concat(sampleManifest.subjects.slice(0, 1));
    expect(await problemsOf(fileOf([{ ...manifest, subjects } as ResultRecord], null))).toEqual([
      '1: subjects[4] must not be there twice: hash/process/node',
    ]);
  });

  it.each<[Partial<EndRecord>, string]>([
    [{ completed: 3 }, 'completed must be 2, as counted, is 3'],
    [{ failed: 0 }, 'failed must be 1, as counted, is 0'],
    [{ skipped: 2 }, 'skipped must be 1, as counted, is 2'],
    [{ measuringNs: 123_460_451 }, 'measuringNs must be at least insideTrialsNs, 123460452, is 123460451'],
    [{ insideTrialsNs: 1 }, 'insideTrialsNs must be at least 123460452, the sum of the trials, is 1'],
  ])('compares the end with what precedes it: %j', async (change, message) => {
    expect(await problemsOf(fileOf(sampleRecords, { ...sampleEnd, ...change }))).toEqual([`11: ${message}`]);
  });

  it('wants the digest to match, and nothing after the end', async () => {
    const text = sampleFile().toString('utf8');
    expect(await problemsOf(text.replace('"cpuNs":48000000', '"cpuNs":48000001'))).toEqual([
      '11: precedingSha256 does not match the content: the file was changed after it was written',
    ]);
    expect(await problemsOf(`${text}${JSON.stringify(sampleTrial)}\n`)).toEqual([
      '12: kind must not come after the end line',
    ]);
  });
});
