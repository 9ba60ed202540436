import { expect, test } from 'vitest';
import type { SubjectSummary } from './summary-types.ts';
import { estimate, subject } from './testing/subjects.ts';
import { FIGURES } from './testing/summaries.ts';
import { verdicts } from './verdict.ts';

const WORKLOAD = { workload: 'markdown', inProcessMedianNs: 123_100, inputBytes: 1, outputBytes: 1 };
const plain = subject(FIGURES.process);
const container = subject(FIGURES.container);
const serverless = subject(FIGURES.serverless);

function textOf(label: string, subjects: readonly SubjectSummary[]): string {
  const found = verdicts(WORKLOAD, subjects, ({ runner }) => runner).find(
    (verdict) => verdict.label === label,
  );
  return found?.text ?? '';
}

const withDifference = (low: number, high: number, n = 31): SubjectSummary => ({
  ...container,
  overhead: { differenceNs: estimate((low + high) / 2, low, high, n), ratio: estimate(1.1, 1.05, 1.2, n) },
});

test('says how much more, how many times, and what most of it is', () => {
  expect(textOf('container', [plain, container])).toBe(
    'Starting in a container took 200 ms, 148 ms more than a plain process (3.85x). ' +
      'Nearly all of that is the engine creating and starting the container.',
  );
});

test('says less when it is less, and gives no cause for that', () => {
  expect(textOf('container', [plain, withDifference(-9e6, -7e6)])).toContain(
    ', 8.00 ms less than a plain process (1.10x).',
  );
});

test.each([
  [-1e6, 2e6],
  [0, 2e6],
  [-2e6, 0],
])('finds no difference when the interval of it, %d to %d, has 0 in it', (low, high) => {
  expect(textOf('container', [plain, withDifference(low, high)])).toContain(
    'no difference from a plain process was found',
  );
});

test('finds no difference when only the interval of the ratio has 1 in it', () => {
  const overhead = { differenceNs: estimate(2e6, 1e6, 3e6, 31), ratio: estimate(1.02, 0.99, 1.05, 31) };
  expect(textOf('container', [plain, { ...container, overhead }])).toContain('no difference');
});

test('names no cause when the baseline has a phase that the subject lacks', () => {
  const merged = { ...container, phases: container.phases.filter(({ until }) => until !== 'processStart') };
  expect(textOf('container', [plain, merged])).not.toContain('of that is');
});

test('compares nothing without a process to compare with', () => {
  const alone = { ...container, overhead: null };
  expect(textOf('container', [alone])).toContain('not compared, because no plain process was measured');
  const failed = { ...plain, coldStart: null, trials: { completed: 0, failed: 31, skipped: 0, warmup: 0 } };
  expect(textOf('container', [failed, alone])).toContain('not compared');
  expect(textOf('process', [failed, alone])).toBe('No figure: all 31 trials failed.');
});

test('a process alone is compared with nothing', () => {
  expect(textOf('process', [plain])).toBe('Starting as a plain process took 52.1 ms.');
});

test('says that trials are few, and which failed', () => {
  expect(textOf('container', [plain, withDifference(1e6, 9e6, 7)])).toContain('From 7 trials only.');
  const failing = { ...container, trials: { completed: 29, failed: 2, skipped: 0, warmup: 0 } };
  expect(textOf('container', [plain, failing])).toContain('2 of 31 trials failed and are left out.');
});

test('cautions once when nothing has an interval', () => {
  const few = [FIGURES.process, FIGURES.serverless].map((one) =>
    subject({ ...one, halfWidthMs: null, trials: 3 }),
  );
  expect(textOf('caution', few)).toContain('From 3 trials of each');
  expect(textOf('serverless', few)).not.toContain('3 trials');
  expect(textOf('caution', [plain, serverless])).toBe('');
});

test('compares warm calls with the handler in-process, and says that they go over HTTP', () => {
  expect(textOf('warm', [plain, serverless])).toBe(
    'Once started, a call over HTTP takes 3.27x as long for serverless as calling the handler in-process (123 µs) ' +
      'and 1.88x for process.',
  );
});

test('says what a variant of another kind does when it starts', () => {
  const image = { ...container, runner: 'serverless', variant: 'container-image' };
  expect(textOf('serverless', [plain, image])).toBe(
    'Starting as a serverless function in a container took 200 ms, 148 ms more than a plain process (3.85x). ' +
      'Nearly all of that is the engine creating and starting the container.',
  );
});

test('says of each row how its calls go', () => {
  const browser = { ...serverless, runner: 'browser', subject: 'w/browser/chromium' };
  expect(textOf('warm', [plain, browser])).toBe(
    'Once started, a call over HTTP takes 1.88x as long for process as calling the handler in-process (123 µs); ' +
      'one over the browser’s debugging protocol takes 3.27x as long for browser.',
  );
  expect(textOf('warm', [browser])).toBe(
    'Once started, a call over the browser’s debugging protocol takes 3.27x as long for browser as calling the ' +
      'handler in-process (123 µs).',
  );
});

test('says so by variant, where another one of the runner is called over HTTP', () => {
  const solo5 = {
    ...serverless,
    runner: 'unikernel',
    variant: 'solo5-spt',
    subject: 'w/unikernel/solo5-spt',
  };
  expect(textOf('warm', [plain, solo5])).toContain(
    'one over network frames takes 3.27x as long for unikernel',
  );
  const nanos = { ...solo5, variant: 'nanos', subject: 'w/unikernel/nanos' };
  expect(textOf('warm', [nanos])).toContain('a call over HTTP takes 3.27x as long for unikernel');
});

test('says which calls make a new instance each, so that none is taken for a call of what has run before', () => {
  const wasmtime = { ...serverless, runner: 'wasm', variant: 'wasmtime', subject: 'w/wasm/wasmtime' };
  expect(textOf('warm', [plain, wasmtime])).toBe(
    'Once started, a call over HTTP takes 1.88x as long for process as calling the handler in-process (123 µs); ' +
      'one over HTTP that makes a new instance takes 3.27x as long for wasm.',
  );
});

test('says nothing of warm calls that were not measured', () => {
  expect(textOf('warm', [{ ...plain, warm: null }])).toBe('');
  expect(verdicts(undefined, [plain], () => 'x').some(({ label }) => label === 'warm')).toBe(false);
});

test('groups the rows by what stands between guest and machine, with the engines where there are several', () => {
  const none = { ...plain, isolation: 'none', engine: 'V8' } as const;
  const boxed = { ...container, isolation: 'namespaces', engine: 'V8' } as const;
  const wasm = { ...serverless, isolation: 'wasm', engine: 'SpiderMonkey' } as const;
  expect(textOf('isolation', [boxed, none])).toBe(
    'What stands between guest and machine: none: process 52.1 ms; namespaces: container 200 ms.',
  );
  expect(textOf('isolation', [none, wasm])).toMatch(
    /none: process \(V8\) 52\.1 ms; wasm: serverless \(SpiderMonkey\) \d/,
  );
  expect(textOf('isolation', [none])).toBe('');
  expect(textOf('isolation', [plain, container])).toBe('');
});
