import { compareSets, compareWithin } from '../../../compare/compare.ts';
import type { CompareOptions, Comparison } from '../../../compare/comparison.ts';
import { type SampleSet, sampleComparable } from '../../../compare/testing/sample-set.ts';
import type { SampleSubject } from '../../../compare/testing/sample-trials.ts';

const OPTIONS: CompareOptions = { threshold: 0.01, metrics: [], acrossMachines: false };

const FOUR: readonly SampleSubject[] = [
  {},
  { runner: 'container', coldMs: 200, rssMb: 62, sizeBytes: 128_000_000 },
  { runner: 'wasm', variant: 'starlingmonkey', coldMs: 340, warmUs: 4100, rssMb: 187, sizeBytes: 12_900_000 },
  { runner: 'serverless', variant: 'lambda', coldMs: 53, rssMb: 52, sizeBytes: 15_870 },
];

const [PLAIN, CONTAINER, WASM, SERVERLESS] = FOUR as [
  SampleSubject,
  SampleSubject,
  SampleSubject,
  SampleSubject,
];

/** Slower to load as a process, larger and a little faster as a serverless function; the rest is noise. */
const CHANGED: readonly SampleSubject[] = [
  { ...PLAIN, coldMs: 53, loadMs: 13 },
  CONTAINER,
  WASM,
  { ...SERVERLESS, warmUs: 280, rssMb: 55, sizeBytes: 17_200 },
];

const ANOTHER_DAY: SampleSet['manifest'] = {
  startedAt: '2026-03-02T10:00:00.000Z',
  harnessVersion: '0.1.1',
  tools: { node: 'v20.20.3', esbuild: '0.28.2' },
  labels: { branch: 'feature', host: 'ci' },
};

const HOSTILE = '\u001b[2J\u001b[31mred\u202e\u0007\nFAKE  = same\u001b]0;owned\u0007';
const ELSEWHERE = { cpuModel: 'AMD EPYC 7B13', cpuSignature: '25/1/1', logicalCpus: 8, availableCpus: 8 };

async function runs(
  old: SampleSet,
  fresh: SampleSet,
  options: Partial<CompareOptions> = {},
): Promise<Comparison> {
  const a = await sampleComparable('results/old.ndjson', { seed: 1, blocks: 60, ...old });
  const b = await sampleComparable('results/new.ndjson', { seed: 2, blocks: 60, ...fresh });
  return compareSets(a, b, { ...OPTIONS, ...options });
}

async function hostile(): Promise<Comparison> {
  const subjects = [
    {},
    { workload: HOSTILE, variant: `${HOSTILE}${'long'.repeat(200)}` },
    { variant: 'ünïcødé 漢字' },
  ];
  const labels = {
    [HOSTILE]: '\u202eevil\n',
    ...Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`l${i}`, 'x'])),
  };
  const old = await sampleComparable(`results/${HOSTILE}.ndjson`, {
    seed: 3,
    subjects,
    manifest: { labels },
  });
  const fresh = await sampleComparable("results/it's here.ndjson", {
    seed: 4,
    subjects: [...subjects, { workload: 'x', variant: HOSTILE }],
    machine: { kernel: `6.1 ${'!'.repeat(5000)}`, os: '\u009b2J\ud800' },
  });
  return compareSets(old, fresh, OPTIONS);
}

/** Every kind of comparison that must be told truthfully; each has a golden file. The samples are invented. */
export const SCENARIOS: Readonly<Record<string, () => Promise<Comparison>>> = {
  'two-runs': () => runs({ subjects: FOUR }, { subjects: CHANGED, manifest: ANOTHER_DAY }),
  'nothing-differs': () => runs({ subjects: [PLAIN], noise: 0.004 }, { subjects: [PLAIN], noise: 0.004 }),
  'all-slower-alike': () =>
    runs(
      { subjects: FOUR },
      { subjects: FOUR.map((one) => ({ ...one, coldMs: (one.coldMs ?? 50) * 1.2, loadMs: 12 })) },
    ),
  'other-machine': () => runs({ subjects: FOUR }, { subjects: CHANGED, machine: ELSEWHERE }),
  'other-machine-asked': () =>
    runs(
      { subjects: FOUR },
      { subjects: FOUR, machine: ELSEWHERE },
      { acrossMachines: true, metrics: ['coldStart'] },
    ),
  'other-machine-no-ratios': () =>
    runs({ subjects: [CONTAINER] }, { subjects: [CONTAINER], machine: ELSEWHERE }),
  'one-trial': () => runs({ subjects: FOUR, blocks: 1 }, { subjects: FOUR, blocks: 1 }),
  'few-blocks': () => runs({ subjects: FOUR, blocks: 7 }, { subjects: CHANGED, blocks: 7 }),
  'incomplete-and-failing': () =>
    runs(
      { subjects: FOUR, ending: null },
      { subjects: [PLAIN, { ...CONTAINER, fails: 'always' }, { ...WASM, fails: [2, 5] }] },
    ),
  'all-equal': () =>
    runs({ subjects: [PLAIN], noise: 0 }, { subjects: [{ ...PLAIN, coldMs: 55 }], noise: 0 }),
  'one-phase': () =>
    runs({ subjects: FOUR }, { subjects: CHANGED }, { metrics: ['phase.workloadLoaded', 'artifactSize'] }),
  'two-workloads': async () =>
    compareWithin(
      await sampleComparable('results/ab.ndjson', {
        seed: 5,
        blocks: 60,
        subjects: [
          { workload: 'a' },
          { workload: 'b', coldMs: 51, loadMs: 11 },
          { workload: 'a', runner: 'container', coldMs: 200 },
          { workload: 'b', runner: 'container', coldMs: 201, loadMs: 11 },
        ],
        workloads: { b: { outputSha256: 'd'.repeat(64) } },
      }),
      'a',
      'b',
      OPTIONS,
    ),
  hostile,
};
