import type { RunSummary, SubjectSummary } from '../summary-types.ts';
import { type SubjectFigures, subject } from './subjects.ts';
import { BASE, FIGURES } from './summaries.ts';

const [plain, container, wasm, serverless] = [
  FIGURES.process,
  FIGURES.container,
  FIGURES.wasm,
  FIGURES.serverless,
].map((figures) => subject(figures)) as [SubjectSummary, SubjectSummary, SubjectSummary, SubjectSummary];

const few = (figures: SubjectFigures) => subject({ ...figures, halfWidthMs: null, trials: 3 });

const short = (figures: SubjectFigures) =>
  subject({ ...figures, halfWidthMs: figures.coldMs * 0.031, trials: 12 });

/** Medians of a subject, in nanoseconds, part by part. */
const levels = (
  { subject: id }: SubjectSummary,
  spread: number,
  medians: Readonly<Record<string, number>>,
) => ({
  subject: id,
  spread,
  parts: Object.entries(medians).map(([part, value]) => ({
    part,
    medianNs: { value, interval: null, n: 20, note: null },
  })),
  artifactBytes: { least: 41_233, most: 41_233 },
});

const RESUMED = { ready: 0.05, firstResponse: 3.07 };

const HOSTILE_NAME = '\u001b[2J\u001b[31mcontainer\u202e\u0007\nFAKE  0.001 ms\u001b]0;owned\u0007';

/** Every kind of run that a report must tell truthfully; each has a golden file. */
export const SCENARIOS: Readonly<Record<string, RunSummary>> = {
  'four-runners': BASE,
  'no-docker': {
    ...BASE,
    subjects: [plain, wasm, serverless],
    skippedRunners: [
      {
        runner: 'container',
        reason: 'No Docker engine answers at /var/run/docker.sock',
        remedy: 'Start Docker, or pass --runners process,wasm,serverless',
      },
    ],
  },
  merged: {
    ...BASE,
    merged: {
      mode: 'replicate',
      machines: 2,
      missing: ['node-d'],
      parts: (['node-a', 'node-b', 'node-c'] as const).map((part, index) => ({
        part,
        file: `${part}.ndjson`,
        machine: index === 2 ? 1 : index + 1,
        seed: BASE.seed,
        startedAt: BASE.startedAt,
        endedAt: BASE.startedAt,
        stopReason: 'precision',
        firstBlock: 20 * index,
        labels: {},
      })),
      sharedMachine: [['node-a', 'node-c']],
      levels: [
        levels(plain, 0.031, { 'node-a': 53.1e6, 'node-b': 51.2e6, 'node-c': 52.2e6 }),
        levels(container, 0, { 'node-a': 200.1e6, 'node-b': 200.6e6, 'node-c': 200.4e6 }),
      ],
    },
  },
  failures: {
    ...BASE,
    stopReason: 'budget',
    subjects: [
      plain,
      {
        ...container,
        trials: { completed: 28, failed: 3, skipped: 0, warmup: 1 },
        failures: [
          { step: 'firstResponse', code: 'TIMEOUT', reason: 'No answer within 10000 ms', count: 2 },
          {
            step: 'stop',
            code: 'ENGINE',
            reason: `(HTTP code 500) ${'server error '.repeat(800)}`,
            count: 1,
          },
        ],
      },
      {
        ...wasm,
        trials: { completed: 0, failed: 31, skipped: 0, warmup: 1 },
        coldStart: null,
        overhead: null,
        warm: null,
        memory: null,
        coldCpuNs: null,
        phases: [],
        failures: [
          {
            step: 'firstResponse',
            code: 'WRONG_OUTPUT',
            reason: 'The answer has digest 1f0e… instead of 9c2a…',
            count: 31,
          },
        ],
      },
      noisy(serverless),
    ],
  },
  'three-trials': {
    ...BASE,
    stopReason: 'blocks',
    blocks: { measured: 3, warmup: 0, discarded: 0, disturbed: 0 },
    measuringNs: 2.9e9,
    subjects: [few(FIGURES.process), few(FIGURES.container), few(FIGURES.wasm), few(FIGURES.serverless)],
  },
  incomplete: {
    ...BASE,
    endedAt: null,
    complete: false,
    stopReason: null,
    measuringNs: null,
    insideTrials: null,
    blocks: { measured: 12, warmup: 1, discarded: 0, disturbed: 0 },
    labels: { branch: 'main', host: 'ci' },
    subjects: [
      short(FIGURES.process),
      { ...short(FIGURES.container), trials: { completed: 11, failed: 0, skipped: 1, warmup: 1 } },
    ],
  },
  ladder: {
    ...BASE,
    subjects: [
      ...BASE.subjects,
      subject({ ...FIGURES.process, condition: 'disk-cold', coldMs: 91.4 }),
      subject({
        ...FIGURES.process,
        condition: 'paused',
        coldMs: 3.12,
        halfWidthMs: 0.05,
        phasesMs: RESUMED,
      }),
      {
        ...subject({ ...FIGURES.process, condition: 'warm-host' }),
        coldStart: null,
        noSuchStart: 'a plain process has no host that could know its code',
      },
      subject({ ...FIGURES.container, condition: 'precreated', coldMs: 161.7 }),
      subject({
        ...FIGURES.container,
        condition: 'paused',
        coldMs: 9.4,
        halfWidthMs: 0.2,
        phasesMs: RESUMED,
      }),
      subject({ ...FIGURES.wasm, condition: 'warm-host', coldMs: 71.3 }),
    ],
  },
  'no-baseline': { ...BASE, subjects: [container, wasm].map((one) => ({ ...one, overhead: null })) },
  'two-workloads': {
    ...BASE,
    workloads: [
      ...BASE.workloads,
      { workload: 'noop', inProcessMedianNs: 61, inputBytes: 2, outputBytes: 2 },
    ],
    subjects: [
      ...BASE.subjects,
      subject({ ...FIGURES.process, workload: 'noop', ratioToInProcess: 2_310 }),
      subject({ ...FIGURES.container, workload: 'noop', ratioToInProcess: 2_731 }),
      subject({
        ...FIGURES.container,
        workload: 'noop',
        variant: 'node:24-slim',
        coldMs: 231.2,
        ratioToInProcess: 2_744,
      }),
    ],
  },
  hostile: {
    ...BASE,
    path: "results/\u001b[31mit's here.ndjson",
    labels: { '\u001b]8;;https://evil.example\u0007click': '\u202eevil\n' },
    workloads: BASE.workloads.map((one) => ({
      ...one,
      workload: `\u001b[1mmark\u200bdown${'!'.repeat(10_000)}`,
    })),
    subjects: [plain, container].map((one, index) => ({
      ...one,
      workload: `\u001b[1mmark\u200bdown${'!'.repeat(10_000)}`,
      ...(index === 1 && {
        runner: HOSTILE_NAME,
        variant: 'ünïcødé 漢字',
        failures: [{ step: 'stop', code: '\u0000', reason: HOSTILE_NAME.repeat(300), count: 1 }],
      }),
    })),
    skippedRunners: [{ runner: 'wasm', reason: 'line one\r\nline two\u009b2J', remedy: '\ud800' }],
  },
  empty: {
    ...BASE,
    stopReason: 'failed',
    subjects: [],
    blocks: { measured: 0, warmup: 0, discarded: 0, disturbed: 0 },
    measuringNs: 0,
  },
};

/** As if another program had been running: wide spread and an interval beyond the asked precision. */
function noisy(one: SubjectSummary): SubjectSummary {
  if (!one.coldStart) return one;
  const { coldStart } = one;
  const { value, interval } = coldStart.medianNs;
  const wide = interval && { ...interval, low: value * 0.93, high: value * 1.09 };
  return {
    ...one,
    coldStart: {
      ...coldStart,
      madNs: value * 0.12,
      outliers: 4,
      medianNs: { ...coldStart.medianNs, interval: wide },
    },
  };
}
