import fc from 'fast-check';
import { RUNNER_NAMES } from '../../runners/runner.ts';
import { sampleManifest, sampleWorkload } from './codec-sample.ts';
import { TRIAL_STEPS } from './errors.ts';
import type { ResultRecord } from './schema.ts';

/** Records with any values that the schema allows, and with fields that it does not know. */
const number = fc.oneof(fc.nat(), fc.maxSafeNat(), fc.constant(Number.MAX_SAFE_INTEGER));
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('\n', '\r\n', '\u2028', '\ud800', '\0', '😀'),
);
const key = fc.string({ minLength: 1 }).filter((name) => name !== '__proto__');
const texts = fc.dictionary(key, text, { noNullPrototype: true });
const facts = fc.dictionary(key, fc.oneof(text, number, fc.boolean(), fc.constant(null)), {
  noNullPrototype: true,
});
const sha256 = fc.stringMatching(/^[0-9a-f]{64}$/);
const numbers = fc.array(number);
const maybe = fc.option(number);
const name = text.filter((value) => value !== '');

const place = {
  kind: fc.constant('trial' as const),
  trial: number,
  block: number,
  position: number,
  warmup: fc.boolean(),
  subject: name,
  workload: text,
  runner: fc.constantFrom(...RUNNER_NAMES),
  variant: text,
  condition: fc.constant('cold' as const),
};

const resources = fc.record({
  source: text,
  rssBytes: maybe,
  pssBytes: maybe,
  ussBytes: maybe,
  peakRssBytes: maybe,
  cpuNs: maybe,
  majorFaults: maybe,
  minorFaults: maybe,
});

const completedTrial = fc.record({
  ...place,
  status: fc.constant('completed' as const),
  launchNs: number,
  createdNs: maybe,
  startedNs: maybe,
  processStartNs: maybe,
  runtimeReadyNs: maybe,
  compiledNs: maybe,
  instantiatedNs: maybe,
  workloadLoadedNs: maybe,
  readyNs: number,
  firstResponseNs: number,
  stoppedNs: number,
  nullReasons: texts,
  warmNs: numbers,
  coldResources: resources,
  warmResources: resources,
  lambdaReports: fc.option(
    fc.record({
      initDurationNs: maybe,
      memorySizeBytes: number,
      durationNs: numbers,
      billedDurationMs: numbers,
      maxMemoryUsedBytes: fc.array(maybe),
    }),
  ),
});

const failedTrial = fc.record({
  ...place,
  status: fc.constant('failed' as const),
  step: fc.constantFrom(...TRIAL_STEPS),
  code: text,
  reason: text,
});

const skippedTrial = fc.record({ ...place, status: fc.constant('skipped' as const), reason: text });

const artifact = fc.record({
  kind: fc.constant('artifact' as const),
  subject: name,
  sizeBytes: number,
  sha256,
  cached: fc.boolean(),
  packageNs: number,
  details: facts,
});

const border = fc.record({
  canaryNs: number,
  atNs: number,
  stealNs: maybe,
  psiCpuSomeUs: maybe,
  psiIoSomeUs: maybe,
  psiMemorySomeUs: maybe,
  throttledUs: maybe,
  contextSwitches: maybe,
  frequencyKhz: maybe,
});

const block = fc.record({
  kind: fc.constant('block' as const),
  block: number,
  warmup: fc.boolean(),
  before: border,
  after: border,
  disturbances: fc.array(text),
  discarded: fc.boolean(),
});

const calibration = fc.record({
  kind: fc.constant('calibration' as const),
  when: fc.constantFrom('before' as const, 'after' as const),
  kernels: fc.array(
    fc.record({
      kernel: name,
      operations: fc.integer({ min: 1 }),
      samplesNs: fc.array(number, { minLength: 1 }),
    }),
  ),
  programArch: fc.option(text),
  failure: fc.option(text),
});

const workload = fc
  .record({ workload: text, inputSha256: sha256, inputBytes: number, inProcessNs: numbers })
  .map((fields) => ({ ...sampleWorkload, ...fields }));

export const manifestArbitrary = fc
  .record({
    id: name,
    seed: number,
    command: fc.array(text),
    labels: texts,
    tools: texts,
    gitCommit: fc.option(text),
  })
  .map((fields) => ({ ...sampleManifest, ...fields }));

/** Keys that begin with `x` are none of the schema's. */
const extra = fc.dictionary(
  key.map((name) => `x${name}`),
  // JSON has no -0.
  fc.jsonValue().map((value): unknown => JSON.parse(JSON.stringify(value))),
  { noNullPrototype: true },
);

/** Any record that stands between the manifest and the end. */
export const bodyArbitrary = fc
  .tuple(fc.oneof(completedTrial, failedTrial, skippedTrial, artifact, workload, block, calibration), extra)
  .map(([record, more]) => ({ ...record, ...more }) satisfies ResultRecord);
