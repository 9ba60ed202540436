import { execa } from 'execa';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { QUIET } from './fixtures/facts.ts';
import { judge, lookAround } from './quietness.ts';
import { readSurroundings, type Surroundings } from './surroundings.ts';

const idsOf = (changes: Partial<Surroundings>): string[] =>
  judge({ ...QUIET, ...changes }).findings.map(({ id }) => id);

test('a quiet machine has the full score and no findings', () => {
  expect(judge(QUIET)).toEqual({ score: 100, findings: [] });
});

test.each<[id: string, Partial<Surroundings>]>([
  ['busyCpu', { busyShare: 0.2 }],
  ['loadAverage', { load1: 5 }],
  ['steal', { stealShare: 0.02 }],
  ['cpuPressure', { pressure: { cpu: 12, io: 0, memory: 0 } }],
  ['ioPressure', { pressure: { cpu: 0, io: 6, memory: 0 } }],
  ['memoryPressure', { pressure: { cpu: 0, io: 0, memory: 1.2 } }],
  ['swapping', { swappedPages: 3 }],
  ['swapInUse', { swapUsedBytes: 1e9 }],
  ['lowMemory', { availableBytes: 5e8 }],
  ['otherRun', { otherRuns: ['20261123-aaaaaaaa'] }],
  ['emulated', { emulated: true }],
  ['virtualised', { virtualization: 'kvm' }],
  ['governor', { governor: 'powersave' }],
  ['turbo', { turbo: true }],
  ['battery', { onBattery: true }],
  ['overheating', { throttled: 2 }],
  ['fewCpus', { availableCpus: 1 }],
])('%s is found, says what it is and what to do, and lowers the score', (id, changes) => {
  const { score, findings } = judge({ ...QUIET, ...changes });
  expect(findings.map((finding) => finding.id)).toEqual([id]);
  expect(score).toBe(100 - (findings[0]?.lowersBy ?? 0));
  expect(score).toBeLessThan(100);
  expect(findings[0]?.what).toMatch(/^\S.*\.$/);
  expect(findings[0]?.remedy).not.toBe('');
});

test('what this system does not tell lowers nothing', () => {
  const silent: Surroundings = {
    ...QUIET,
    busyShare: null,
    stealShare: null,
    pressure: { cpu: null, io: null, memory: null },
    governor: null,
    turbo: null,
    virtualization: null,
    emulated: null,
    availableBytes: null,
    swapUsedBytes: null,
    swappedPages: null,
    throttled: null,
  };
  expect(judge(silent).score).toBe(100);
});

test('the gravest finding comes first', () => {
  expect(idsOf({ turbo: true, otherRuns: ['a'], governor: 'powersave' })).toEqual([
    'otherRun',
    'governor',
    'turbo',
  ]);
});

test('a container limited to less than two CPUs is told to raise its limit', () => {
  const { findings } = judge({ ...QUIET, availableCpus: 1.5, logicalCpus: 8 });
  expect(findings[0]).toMatchObject({ id: 'fewCpus', what: 'coldbench and its guests share 1.5 CPU of 8.' });
});

test('the score stays between 0 and 100, and a busier machine never scores higher', () => {
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(
      share,
      share,
      share,
      fc.double({ min: 0, max: 100, noNaN: true }),
      (a, b, stealShare, load1) => {
        const scoreAt = (busyShare: number) => judge({ ...QUIET, busyShare, stealShare, load1 }).score;
        expect(scoreAt(Math.max(a, b))).toBeLessThanOrEqual(scoreAt(Math.min(a, b)));
        expect(scoreAt(a)).toBeGreaterThanOrEqual(0);
        expect(scoreAt(a)).toBeLessThanOrEqual(100);
      },
    ),
  );
});

test('lookAround() judges this machine', async () => {
  const { score, findings } = await lookAround();
  expect(score).toBeGreaterThanOrEqual(0);
  expect(score).toBeLessThanOrEqual(100);
  expect(new Set(findings.map(({ id }) => id)).size).toBe(findings.length);
});

test('readSurroundings() sees a CPU that another program keeps busy', async () => {
  const program = execa(process.execPath, ['-e', 'for (;;);'], { reject: false });
  try {
    const { busyShare, logicalCpus } = await readSurroundings(500);
    expect(busyShare).toBeGreaterThan(0.3 / logicalCpus);
  } finally {
    program.kill('SIGKILL');
    await program;
  }
});
