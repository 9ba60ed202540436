import { describe, expect, test } from 'vitest';
import type { CompareOptions } from '../compare/comparison.ts';
import { sampleComparable } from '../compare/testing/sample-set.ts';
import { evenSamples } from '../compare/testing/samples.ts';
import { mannWhitney } from '../stats/index.ts';
import { compareCommands, compareTimes } from './compare.ts';
import type { SampleCommand } from './testing/exports.ts';
import { sampleRun } from './testing/scenarios.ts';
import { timesOfRun, timesOfSet } from './times.ts';
import type { TimesComparison } from './times-comparison.ts';

const OPTIONS: CompareOptions = { threshold: 0.01, metrics: [], acrossMachines: false };

async function files(
  old: readonly SampleCommand[],
  fresh: readonly SampleCommand[],
  options: Partial<CompareOptions> = {},
): Promise<TimesComparison> {
  const [a, b] = [await sampleRun(old, 'old.json'), await sampleRun(fresh, 'new.json')];
  return compareTimes(timesOfRun(a), timesOfRun(b), { ...OPTIONS, ...options });
}

const verdictsOf = ({ subjects }: TimesComparison) =>
  Object.fromEntries(subjects.map(({ subject, rows }) => [subject, rows[0]?.verdict]));

describe('two files of hyperfine', () => {
  test('are two runs: commands of the same name, unpaired, judged as one family', async () => {
    const comparison = await files(
      [{ command: 'a' }, { command: 'b' }, { command: 'c', n: 400 }],
      [
        { command: 'b', medianMs: 40 },
        { command: 'c', n: 400 },
        { command: 'a', medianMs: 55 },
      ],
    );
    expect(comparison).toMatchObject({
      run: null,
      design: 'independent',
      refused: false,
      familySize: 3,
      old: { name: 'old.json', writer: 'hyperfine', commands: 3, runs: 460 },
    });
    expect(verdictsOf(comparison)).toEqual({ a: 'slower', b: 'faster', c: 'same' });
  });

  test('are tested by the rank test of their times', async () => {
    const times = { old: evenSamples(30, 0.05, 0.02), new: evenSamples(30, 0.0505, 0.02) };
    const { subjects } = await files([{ times: times.old }], [{ times: times.new }]);
    const { p } = mannWhitney(times.new, times.old);
    const statistics = subjects[0]?.rows[0]?.statistics;
    expect(statistics).toMatchObject({ nOld: 30, nNew: 30, test: expect.stringMatching(/^Mann-Whitney/) });
    // Even samples do not drift, so that nothing is added to the test.
    expect(statistics).toMatchObject({ drift: 0, p });
    expect(statistics?.ratio).toBeCloseTo(1.01, 3);
  });

  test('that drifted are allowed for it', async () => {
    const rising = Array.from({ length: 40 }, (_, run) => 0.05 + run * 0.0005);
    const { subjects } = await files([{ times: rising }], [{ times: rising.map((time) => time * 1.05) }]);
    expect(subjects[0]?.rows[0]).toMatchObject({ verdict: 'inconclusive' });
    expect(subjects[0]?.rows[0]?.statistics.drift).toBeGreaterThan(0.05);
  });

  test('say that machine, conditions and answers are unknown', async () => {
    const { caveats } = await files([{}], [{}]);
    const text = Object.fromEntries(caveats.map((limit) => [limit.label, limit.text]));
    expect(text.machine).toMatch(/^Unknown for both sides, as is every other condition/);
    expect(text.answers).toMatch(/same work is not known/);
    expect(text.times).toMatch(/to its exit/);
  });

  test('of one command each are compared whatever its name, and it is said', async () => {
    const { subjects, notes } = await files([{ command: 'node old.js' }], [{ command: 'node new.js' }]);
    expect(subjects.map(({ subject }) => subject)).toEqual(['node new.js']);
    expect(notes).toContainEqual(
      "The commands differ: 'node old.js' in old.json, 'node new.js' in new.json.",
    );
    expect((await files([{}], [{ medianMs: 60 }])).notes).toEqual([]);
  });

  test('name what only one of them has', async () => {
    const { notes } = await files([{ command: 'a' }, { command: 'b' }], [{ command: 'a' }, { command: 'c' }]);
    expect(notes).toEqual([
      'Both files hold the same times: nothing can differ.',
      "'b' is left out: only in old.json.",
      "'c' is left out: only in new.json.",
    ]);
  });

  test('with runs that failed name and leave them out; a command that always fails is lost', async () => {
    const { notes, lost, subjects } = await files(
      [{ command: 'a' }, { command: 'b' }],
      [
        { command: 'a', n: 10, fails: { 2: 1 } },
        { command: 'b', n: 4, exitCodes: [1, 1, 1, 1] },
      ],
    );
    expect(notes).toEqual([
      "1 of 10 runs of 'a' failed in new.json and are left out.",
      "'b' is left out: no run of 'b' in new.json succeeded.",
    ]);
    expect(lost).toEqual(['b']);
    expect(subjects[0]?.rows[0]?.statistics.nNew).toBe(9);
  });

  test('with parameters are matched by them too', async () => {
    const sorts = (n: string, medianMs: number): SampleCommand => ({
      command: 'sort',
      parameters: { n },
      medianMs,
    });
    const { subjects } = await files([sorts('1', 10), sorts('2', 20)], [sorts('2', 20.4), sorts('1', 10.2)]);
    for (const { rows } of subjects) expect(rows[0]?.statistics.ratio).toBeCloseTo(1.02, 2);
  });

  test('with nothing in common are refused, with the reasons and what to do', async () => {
    const alone = files([{ command: 'a' }, { command: 'b' }], [{ command: 'c' }]);
    await expect(alone).rejects.toMatchObject({
      code: 'NO_COMMON_ROWS',
      message: expect.stringMatching(/'a' is left out: only in old\.json/),
      remedy: expect.stringMatching(/--command-name/),
    });
    const broken = files([{ n: 3, exitCodes: [1, 1, 1] }], [{}]);
    await expect(broken).rejects.toThrow(/no run of 'node a\.js' in old\.json succeeded/);
  });

  test('of too few runs have no verdict', async () => {
    const { subjects } = await files([{ n: 3 }], [{ n: 3, medianMs: 100 }]);
    expect(subjects[0]?.rows[0]).toMatchObject({
      verdict: 'inconclusive',
      statistics: { ratioInterval: null },
    });
  });

  test('of which one has times of 0 have no ratio, and are compared all the same', async () => {
    const { subjects } = await files([{ times: Array(30).fill(0) }], [{ n: 30 }]);
    expect(subjects[0]?.rows[0]).toMatchObject({ verdict: 'slower', statistics: { ratio: null } });
  });

  test('whose times are all 0 are not called the same: hyperfine could not see them', async () => {
    const zeros = { times: Array(30).fill(0) };
    const { subjects, notes } = await files([zeros], [zeros]);
    expect(subjects[0]?.rows[0]).toMatchObject({ verdict: 'inconclusive', moreBlocks: null });
    expect(notes).toContainEqual(expect.stringMatching(/30 of 30 runs of .* took 0 in old\.json/));
  });

  test('have no metric but their times', async () => {
    await expect(files([{}], [{}], { metrics: ['rss'] })).rejects.toMatchObject({ code: 'ONE_METRIC' });
  });
});

describe('one file of hyperfine', () => {
  test('compares each command with the first, unpaired, and says why', async () => {
    const run = await sampleRun([
      { command: 'a' },
      { command: 'b', medianMs: 60 },
      { command: 'c', medianMs: 40 },
    ]);
    const comparison = compareCommands(run, OPTIONS);
    expect(comparison).toMatchObject({
      run: 'results/hyperfine.json',
      design: 'independent',
      familySize: 2,
      old: { name: 'a', runs: 30 },
      new: { name: 'each of the 2 other commands', runs: 60 },
    });
    expect(verdictsOf(comparison)).toEqual({ b: 'slower', c: 'faster' });
    expect(comparison.caveats.map(({ label }) => label)).toEqual(['times', 'answers', 'machine']);
  });

  test('says once that runs of the first failed', async () => {
    const run = await sampleRun([{ command: 'a', fails: { 0: 1 } }, { command: 'b' }, { command: 'c' }]);
    expect(compareCommands(run, OPTIONS).notes).toEqual([
      "1 of 30 runs of 'a' failed in results/hyperfine.json and are left out.",
    ]);
  });

  test('of one command has nothing to compare', async () => {
    const run = await sampleRun([{}]);
    expect(() => compareCommands(run, OPTIONS)).toThrow(/holds one command/);
  });
});

describe('a file of hyperfine beside a result set', () => {
  const set = () =>
    sampleComparable('set.ndjson', { subjects: [{}, { runner: 'container', coldMs: 200 }], ending: null });

  test('matches a command with the subject of its name, by cold starts', async () => {
    const run = await sampleRun([{ command: 'hash/container/node', medianMs: 150 }, { command: 'other' }]);
    const comparison = compareTimes(timesOfSet(await set()), timesOfRun(run), OPTIONS);
    expect(verdictsOf(comparison)).toEqual({ 'hash/container/node': 'faster' });
    expect(comparison.old).toMatchObject({ writer: 'coldbench', commands: 2, runs: 30 });
    expect(comparison.notes).toContainEqual(expect.stringMatching(/set\.ndjson is incomplete/));
  });

  test('says first that the times are of two kinds, and whose machine is unknown', async () => {
    const run = timesOfRun(await sampleRun([{ command: 'hash/process/node' }]));
    const [times, , machine] = compareTimes(timesOfSet(await set()), run, OPTIONS).caveats;
    expect(times?.text).toMatch(
      /^Of two kinds\. Old: from the launch to .* New: from the start of a process to its exit/,
    );
    expect(machine?.text).toMatch(/^Unknown for the new side/);
    const [, , other] = compareTimes(run, timesOfSet(await set()), OPTIONS).caveats;
    expect(other?.text).toMatch(/^Unknown for the old side/);
  });

  test('counts what failed on either side', async () => {
    const failing = await sampleComparable('set.ndjson', { subjects: [{ fails: [1, 2] }] });
    const run = timesOfRun(await sampleRun([{ command: 'hash/process/node' }]));
    expect(compareTimes(timesOfSet(failing), run, OPTIONS).notes).toEqual([
      "2 of 30 runs of 'hash/process/node' failed in set.ndjson and are left out.",
    ]);
  });
});
