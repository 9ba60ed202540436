import { compareSets, compareWithin } from '../../../compare/compare.ts';
import type { CompareOptions, Comparison } from '../../../compare/comparison.ts';
import { type SampleSet, sampleComparable } from '../../../compare/testing/sample-set.ts';
import type { SampleSubject } from '../../../compare/testing/sample-trials.ts';

const OPTIONS: CompareOptions = { threshold: 0.01, metrics: [], acrossMachines: false };

const ASKED = { acrossMachines: true, metrics: ['coldStart'] };

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

const ARM = {
  ...ELSEWHERE,
  cpuModel: 'ARM Neoverse-N1',
  cpuSignature: 'implementer 0x41 part 0xd0c',
  arch: 'arm64',
  logicalCpus: 2,
  availableCpus: 2,
};
const HANDLER = { hash: { handlerSha256: '9'.repeat(64) } };

/** Slower at everything, and at starting programs most of all. */
const ARM_KERNELS = { integer: 1.38, float: 1.41, memoryLatency: 1.2, memoryCopy: 1.35, forkExec: 1.61 };
/** The machine explains the plain process; nothing explains the component, which has no fast compiler there. */
const ON_ARM: readonly SampleSubject[] = FOUR.map((one) => ({
  ...one,
  coldMs: (one.coldMs ?? 50) * (one.runner === 'wasm' ? 2.4 : 1.42),
  loadMs: 15,
  warmUs: (one.warmUs ?? 300) * 1.4,
}));

const x64: SampleSet = { subjects: FOUR, calibration: 1, workloads: HANDLER };
const arm64: SampleSet = {
  subjects: ON_ARM,
  machine: ARM,
  calibration: ARM_KERNELS,
  workloads: HANDLER,
  artifacts: { 'hash/container/node': { sha256: 'e'.repeat(64), sizeBytes: 119_000_000 } },
};
const EMULATED: SampleSet = {
  subjects: FOUR.map((one) => ({ ...one, coldMs: (one.coldMs ?? 50) * 12, loadMs: 90 })),
  machine: { arch: 'arm64', emulated: true },
  calibration: { integer: 6, float: 5, memoryCopy: 1.9, syscall: 23, forkExec: 2 },
};

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
  'x64-and-arm64': () => runs(x64, arm64),
  'x64-and-arm64-asked': () => runs(x64, arm64, { acrossMachines: true }),
  'one-calibrated': () =>
    runs({ ...x64, calibration: 1 }, { ...arm64, calibration: { syscall: null, forkExec: 4 } }, ASKED),
  'emulated-and-real': () => runs(x64, EMULATED, { ...ASKED, allowEmulated: true }),
  'both-emulated': () => runs(EMULATED, EMULATED, { metrics: ['coldStart'] }),
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
