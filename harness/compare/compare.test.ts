import { describe, expect, test } from 'vitest';
import { compareSets, compareWithin } from './compare.ts';
import type { CompareOptions, Comparison } from './comparison.ts';
import { type SampleSet, sampleComparable } from './testing/sample-set.ts';

const OPTIONS: CompareOptions = { threshold: 0.01, metrics: [], acrossMachines: false };
const OTHER = 'd'.repeat(64);
const RUNNERS = [{}, { runner: 'container', coldMs: 200 }] as const;

async function compared(
  old: SampleSet,
  fresh: SampleSet,
  options: Partial<CompareOptions> = {},
): Promise<Comparison> {
  const [a, b] = [
    await sampleComparable('old.ndjson', { seed: 1, ...old }),
    await sampleComparable('new.ndjson', { seed: 2, ...fresh }),
  ];
  return compareSets(a, b, { ...OPTIONS, ...options });
}

async function within(set: SampleSet, options: Partial<CompareOptions> = {}): Promise<Comparison> {
  return compareWithin(await sampleComparable('ab.ndjson', set), 'a', 'b', { ...OPTIONS, ...options });
}

const verdictsOf = ({ subjects }: Comparison): Record<string, string> =>
  Object.fromEntries(
    subjects.flatMap(({ subject, rows }) =>
      rows.map(({ metric, verdict }) => [`${subject} ${metric.name}`, verdict]),
    ),
  );

describe('two runs', () => {
  test('are matched by subject, and every metric has a row', async () => {
    const comparison = await compared({ subjects: RUNNERS }, { subjects: RUNNERS });
    expect(comparison).toMatchObject({
      design: 'independent',
      run: null,
      refused: false,
      hidden: [],
      notes: [],
      lost: [],
      familySize: 10,
    });
    expect(comparison.old).toMatchObject({ name: 'old.ndjson', blocks: 30, trials: 60 });
    expect(comparison.subjects.map(({ subject }) => subject)).toEqual([
      'hash/process/node',
      'hash/container/node',
    ]);
    expect(comparison.subjects[0]?.rows.map(({ metric }) => metric.name)).toEqual([
      'coldStart',
      'phase.processStart',
      'phase.runtimeReady',
      'phase.workloadLoaded',
      'phase.ready',
      'phase.firstResponse',
      'warmP50',
      'warmP99',
      'rss',
      'coldCpu',
      'artifactSize',
    ]);
  });

  test('tell what moved, in which metric and in which phase', async () => {
    const verdicts = verdictsOf(
      await compared(
        { noise: 0.01 },
        { noise: 0.01, subjects: [{ coldMs: 54, loadMs: 14, warmUs: 290, sizeBytes: 41_000 }] },
      ),
    );
    expect(verdicts).toMatchObject({
      'hash/process/node coldStart': 'slower',
      'hash/process/node phase.workloadLoaded': 'slower',
      'hash/process/node warmP50': 'faster',
      'hash/process/node artifactSize': 'slower',
    });
  });

  test('of which one has no warm calls have no warm rows, and too few for a p99 no p99', async () => {
    const names = (comparison: Comparison) => comparison.subjects[0]?.rows.map(({ metric }) => metric.name);
    expect(names(await compared({}, { warmCalls: 0 }))).not.toContain('warmP50');
    expect(names(await compared({}, { warmCalls: 20 }))).toContain('warmP50');
    expect(names(await compared({}, { warmCalls: 20 }))).not.toContain('warmP99');
  });

  test('that hold the same run say so', async () => {
    expect((await compared({ seed: 5 }, { seed: 5 })).notes).toEqual([
      'Both files hold the same run: nothing can differ.',
    ]);
  });

  test.each([
    [null, /old\.ndjson is incomplete: the run was cut off/],
    [{ stopReason: 'interrupted' as const }, /old\.ndjson was interrupted/],
  ])('with the ending %j are compared, and it is said', async (ending, note) => {
    const { notes, subjects } = await compared({ ending }, {});
    expect(notes).toEqual([expect.stringMatching(note)]);
    expect(subjects[0]?.rows.length).toBeGreaterThan(0);
  });
});

describe('a subject', () => {
  test('of one side only is left out, with the side', async () => {
    const { subjects, notes, lost } = await compared({ subjects: RUNNERS }, {});
    expect(subjects).toHaveLength(1);
    expect(notes).toEqual(['hash/container/node is left out: only in old.ndjson.']);
    expect(lost).toEqual([]);
  });

  test('that always fails on the new side is left out, counted and lost', async () => {
    const broken = { subjects: [{}, { runner: 'container', fails: 'always' }] } as const;
    const { subjects, notes, lost } = await compared({ subjects: RUNNERS }, broken);
    expect(subjects).toHaveLength(1);
    expect(notes).toEqual([
      'hash/container/node is left out: no trial of it was completed in new.ndjson (30 failed).',
    ]);
    expect(lost).toEqual(['hash/container/node']);
    expect((await compared(broken, { subjects: RUNNERS })).lost).toEqual([]);
  });

  test('of which neither side has a trial, as of a start that does not exist, is no news', async () => {
    const { subject, ...row } = { subject: 'hash/process/node@paused', condition: 'paused' as const };
    const ofProcess = { workload: 'hash', runner: 'process', variant: 'node' } as const;
    const cold = { subject: 'hash/process/node', ...ofProcess };
    const declared = { manifest: { subjects: [cold, { subject, ...ofProcess, ...row }] } };
    expect(await compared(declared, declared)).toMatchObject({ notes: [], lost: [] });
    expect((await compared(declared, {})).notes).toEqual([`${subject} is left out: only in old.ndjson.`]);
  });

  test('that fails now and then is compared by the rest, and it is said', async () => {
    const { subjects, notes } = await compared({}, { subjects: [{ fails: [3, 9] }] });
    expect(subjects[0]?.rows[0]?.statistics).toMatchObject({ nOld: 30, nNew: 28 });
    expect(notes).toEqual(['2 of 30 trials of hash/process/node failed in new.ndjson and are left out.']);
  });

  test.each([
    [{ workloads: { hash: { inputSha256: OTHER } } }, /its input differs/],
    [{ workloads: { hash: { outputSha256: OTHER } } }, /its answer differs/],
    [{ manifest: { condition: 'warm' as 'cold' } }, /its condition differs/],
    [{ subjects: [{ variant: 'node:24' }] }, /only in old/],
  ])('of other work (%j) is nothing to compare', async (fresh, message) => {
    await expect(compared({}, fresh)).rejects.toMatchObject({
      code: 'NO_COMMON_ROWS',
      message: expect.stringMatching(message),
    });
  });
});

describe('metrics that are asked for', () => {
  test('are the only rows; the phases come with the cold start, outside of the family', async () => {
    const { subjects, familySize } = await compared({}, {}, { metrics: ['coldStart', 'rss'] });
    const rows = subjects[0]?.rows ?? [];
    expect(rows.filter(({ hypothesis }) => hypothesis).map(({ metric }) => metric.name)).toEqual([
      'coldStart',
      'rss',
    ]);
    expect(rows.filter(({ hypothesis }) => !hypothesis).every(({ metric }) => metric.role === 'phase')).toBe(
      true,
    );
    expect(familySize).toBe(2);
  });

  test('make a phase a hypothesis like any other', async () => {
    const { subjects, familySize } = await compared({}, {}, { metrics: ['phase.ready'] });
    expect(subjects[0]?.rows).toMatchObject([{ hypothesis: true, adjustedP: expect.any(Number) }]);
    expect(familySize).toBe(1);
  });

  test('and that no subject has are nothing to compare', async () => {
    await expect(compared({ warmCalls: 0 }, {}, { metrics: ['warmP50'] })).rejects.toMatchObject({
      code: 'NO_COMMON_ROWS',
      message: expect.stringContaining('warmP50'),
    });
  });
});

describe('different machines', () => {
  const other = {
    machine: { cpuModel: 'AMD EPYC' },
    subjects: [{ coldMs: 100 }, { runner: 'container', coldMs: 440 }],
  } as const;

  test('have no rows unless asked, and ratios within each machine', async () => {
    const refused = await compared({ subjects: RUNNERS }, other);
    expect(refused).toMatchObject({ refused: true, familySize: 0, subjects: [{ rows: [] }, { rows: [] }] });
    expect(refused.hidden).toMatchObject([{ field: 'cpuModel', decisive: true }]);
    expect(refused.ratios).toMatchObject([{ subject: 'hash/container/node', runner: 'container' }]);
    const [{ old, new: fresh, ratioOfRatios } = {}] = refused.ratios;
    expect(old?.value).toBeCloseTo(4, 1);
    expect(fresh?.value).toBeCloseTo(4.4, 1);
    expect(ratioOfRatios?.value).toBeCloseTo(1.1, 2);
    expect(ratioOfRatios?.interval?.low).toBeGreaterThan(1.05);
  });

  test('are compared when asked', async () => {
    const comparison = await compared({ subjects: RUNNERS }, other, { acrossMachines: true });
    expect(comparison.refused).toBe(false);
    expect(verdictsOf(comparison)).toMatchObject({ 'hash/container/node coldStart': 'slower' });
  });

  test('without a plain process beside the others have no ratios either', async () => {
    const subjects = [{ runner: 'container' as const }];
    expect((await compared({ subjects }, { ...other, subjects })).ratios).toEqual([]);
  });

  test.each([1, 5])('with %i blocks have ratios without an interval', async (blocks) => {
    const { ratios } = await compared({ blocks, subjects: RUNNERS }, { ...other, blocks });
    expect(ratios[0]).toMatchObject({
      old: { interval: null },
      new: { interval: null },
      ratioOfRatios: { value: expect.any(Number) },
    });
  });
});

describe('two workloads of one run', () => {
  const AB = [{ workload: 'a' }, { workload: 'b', coldMs: 50.5, loadMs: 10.5 }] as const;

  test('are paired by block, which shows what two runs would hide', async () => {
    const set = { noise: 0.02, blocks: 60, subjects: AB };
    const paired = await within(set);
    expect(paired).toMatchObject({
      design: 'paired',
      run: 'ab.ndjson',
      old: { name: 'a' },
      new: { name: 'b' },
    });
    const width = ({ subjects }: Comparison): number => {
      const interval = subjects[0]?.rows[0]?.statistics.ratioInterval;
      return (interval?.high ?? 0) - (interval?.low ?? 0);
    };
    const twoRuns = await compared(
      { ...set, subjects: [{}] },
      { ...set, subjects: [{ coldMs: 50.5, loadMs: 10.5 }] },
    );
    expect(width(paired)).toBeLessThan(0.8 * width(twoRuns));
  });

  test('that do different work are compared, and it is said', async () => {
    expect((await within({ subjects: AB })).notes).toEqual([]);
    const { notes } = await within({
      subjects: AB,
      workloads: { b: { inputSha256: OTHER, outputSha256: OTHER } },
    });
    expect(notes).toEqual([
      'a and b are given different events and give different answers: they do different work.',
    ]);
  });

  test('leave out blocks in which one of them failed, and runners that only one has', async () => {
    const { subjects, notes } = await within({
      subjects: [
        { workload: 'a', fails: [1] },
        { workload: 'b', fails: [2] },
        { workload: 'b', runner: 'wasm' },
      ],
    });
    expect(subjects[0]?.rows[0]?.statistics).toMatchObject({ nOld: 28, nNew: 28 });
    expect(notes).toEqual([
      '1 of 30 trials of process/node failed in a and are left out.',
      '1 of 30 trials of process/node failed in b and are left out.',
      'wasm/node is left out: only in b.',
    ]);
  });

  test('of which one always fails are nothing to compare', async () => {
    await expect(
      within({ subjects: [{ workload: 'a' }, { workload: 'b', fails: 'always' }] }),
    ).rejects.toMatchObject({
      code: 'NO_COMMON_ROWS',
      message: expect.stringContaining('no trial of it was completed in b (30 failed)'),
    });
  });
});
