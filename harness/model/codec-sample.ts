import type {
  ArtifactRecord,
  BlockRecord,
  CompletedTrial,
  EndRecord,
  Manifest,
  ResultRecord,
  Trial,
  WorkloadRecord,
} from './schema.ts';
import type { Ending } from './store.ts';

/** A small, sound result set: the example of results/README.md, and what tests start from. */
const place = (runner: Trial['runner'], trial: number, position: number) =>
  ({
    kind: 'trial',
    trial,
    block: 0,
    position,
    warmup: false,
    subject: `hash/${runner}/node`,
    workload: 'hash',
    runner,
    variant: 'node',
    condition: 'cold',
  }) as const;

export const sampleManifest: Manifest = {
  kind: 'manifest',
  schemaVersion: 1,
  id: 'k3v9t0c2',
  startedAt: '2026-03-01T10:00:00.000Z',
  harnessVersion: '0.1.0',
  gitCommit: '0c9de80b1b5f4f0f6a4e2d1c3b5a79886f5e4d3c',
  command: ['bench', 'hash', '--blocks', '1'],
  seed: 42,
  condition: 'cold',
  plan: {
    blocks: 1,
    warmupBlocks: 0,
    budgetNs: 60_000_000_000,
    precision: 0.02,
    warmCalls: 4,
    warmupShare: 0.5,
    warmBudgetNs: 250_000_000,
    strict: false,
    timeoutNs: 10_000_000_000,
  },
  subjects: (['process', 'serverless', 'container', 'wasm'] as const).map((runner) => ({
    subject: `hash/${runner}/node`,
    workload: 'hash',
    runner,
    variant: 'node',
  })),
  skippedRunners: [],
  quietness: { score: 85, findings: [{ id: 'load', what: 'The load is 1.2 on 2 CPUs.' }] },
  machine: {
    cpuModel: 'Intel(R) Xeon(R) Processor @ 2.90GHz',
    cpuSignature: '6/106/6',
    arch: 'x64',
    logicalCpus: 2,
    availableCpus: 2,
    memoryBytes: 8_315_580_416,
    memoryLimitBytes: null,
    swapBytes: 0,
    platform: 'linux',
    kernel: '6.1.0-18-amd64',
    os: 'Debian GNU/Linux 12 (bookworm)',
    hostnameHash: '3f1a9c0b7d5e2468',
    bootHash: '90ab12cd34ef5678',
    virtualization: 'kvm',
    container: null,
    emulated: false,
    governor: null,
    turbo: null,
    clocksource: 'kvm-clock',
    cgroup: 'v2',
    pressureStall: true,
    containerEngine: { version: '28.2.2', apiVersion: '1.50' },
  },
  tools: { node: 'v20.20.2', esbuild: '0.28.2' },
  guestEnvironment: { LANG: 'C.UTF-8' },
  labels: { branch: 'main' },
};

export const sampleWorkload: WorkloadRecord = {
  kind: 'workload',
  workload: 'hash',
  inputSha256: 'a'.repeat(64),
  inputBytes: 1024,
  outputSha256: 'b'.repeat(64),
  outputBytes: 66,
  outputSource: 'recorded',
  inProcessNs: [4100, 4060, 4075],
};

const artifact = (runner: string, sizeBytes: number): ArtifactRecord => ({
  kind: 'artifact',
  subject: `hash/${runner}/node`,
  sizeBytes,
  sha256: 'c'.repeat(64),
  cached: false,
  packageNs: 41_000_000,
  details: { node: 'v20.20.2', minified: false },
});

const resources: CompletedTrial['coldResources'] = {
  source: '/proc/PID/smaps_rollup',
  rssBytes: 44_195_840,
  pssBytes: 41_020_416,
  ussBytes: 40_960_000,
  peakRssBytes: 44_982_272,
  cpuNs: 48_000_000,
  majorFaults: 0,
  minorFaults: 3412,
};

export const sampleTrial: CompletedTrial = {
  ...place('process', 1, 0),
  status: 'completed',
  launchNs: 1_200_345,
  createdNs: null,
  startedNs: null,
  processStartNs: 2_104_551,
  runtimeReadyNs: 20_873_312,
  compiledNs: null,
  instantiatedNs: null,
  workloadLoadedNs: 38_220_117,
  readyNs: 41_903_442,
  firstResponseNs: 46_551_983,
  stoppedNs: 61_730_226,
  nullReasons: {
    createdNs: 'this packaging creates nothing before it starts',
    startedNs: 'this packaging has no start call of its own',
    compiledNs: 'only WebAssembly is compiled before it is instantiated',
    instantiatedNs: 'only WebAssembly is instantiated',
  },
  warmNs: [402_113, 371_204, 355_870, 349_902],
  coldResources: resources,
  warmResources: { ...resources, cpuNs: 52_000_000, minorFaults: 3440 },
  lambdaReports: null,
};

const serverlessTrial: CompletedTrial = {
  ...sampleTrial,
  ...place('serverless', 2, 1),
  launchNs: 64_000_112,
  lambdaReports: {
    initDurationNs: 36_115_566,
    memorySizeBytes: 134_217_728,
    durationNs: [3_103_000, 401_000, 390_000, 377_000, 371_000],
    billedDurationMs: [40, 1, 1, 1, 1],
    maxMemoryUsedBytes: [44_040_192, 44_040_192, 44_040_192, 44_040_192, null],
  },
};

const border = (atNs: number, canaryNs: number): BlockRecord['before'] => ({
  canaryNs,
  atNs,
  stealNs: 0,
  psiCpuSomeUs: 812_400,
  psiIoSomeUs: 91_200,
  psiMemorySomeUs: 0,
  throttledUs: null,
  contextSwitches: 4_120_118,
  frequencyKhz: null,
});

export const sampleBlock: BlockRecord = {
  kind: 'block',
  block: 0,
  warmup: false,
  before: border(812_000_000_000, 5_011_000),
  after: border(812_130_000_000, 5_020_000),
  disturbances: [],
  discarded: false,
};

export const sampleRecords: readonly Exclude<ResultRecord, EndRecord>[] = [
  sampleManifest,
  sampleWorkload,
  artifact('process', 5120),
  artifact('serverless', 2311),
  artifact('wasm', 12_582_912),
  {
    ...place('container', 0, 3),
    status: 'failed',
    step: 'package',
    code: 'IMAGE_FAILED',
    reason: 'The Docker engine could not build the image: no space left on device',
  },
  sampleTrial,
  serverlessTrial,
  { ...place('wasm', 3, 2), status: 'skipped', reason: 'given up after 3 failures in a row' },
  sampleBlock,
];

export const sampleEnding: Ending = {
  endedAt: '2026-03-01T10:00:01.500Z',
  stopReason: 'blocks',
  measuringNs: 130_200_000,
  insideTrialsNs: 123_460_452,
  harnessPeakRssBytes: 120_000_000,
};
