import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runner } from '../../runners/process/index.ts';
import type { PackagedWorkload } from '../../runners/runner.ts';
import { unreadable } from '../../runners/support/process-resources.ts';
import { ColdbenchError } from '../model/errors.ts';
import type { Plan, Trial } from '../model/schema.ts';
import { projectRoot } from '../project-root.ts';
import { isAlive, packageContext, testWorkload } from '../testing/launching.ts';
import { GUEST_ENVIRONMENT } from './guest-environment.ts';
import { ORDINARY_LAUNCH } from './launch-defaults.ts';
import { memoryGuardBytes, watchMemory } from './memory-watchdog.ts';
import { DEFAULT_PLAN } from './plan.ts';
import { now } from './stamps.ts';
import type { Start } from './starts.ts';
import { runTrial } from './trial.ts';

const place = {
  trial: 0,
  block: 0,
  position: 0,
  warmup: false,
  subject: { subject: 'x/process/node', workload: 'x', runner: 'process', variant: 'node' },
} as const;

const ECHO = { event: 1, answer: 'ä→😀' };

const digest = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex');

let folder: string;
let pids: number[];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'coldbench-trial-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function trialOf(
  handler: string,
  expected: unknown,
  overrides: Partial<Plan> = {},
  signal = new AbortController().signal,
  startOf: (packaged: PackagedWorkload) => Start = ({ launch }) => ({ launch }),
): Promise<Trial> {
  pids = [];
  const modulePath = join(projectRoot(), 'harness/testing/handlers', `${handler}.ts`);
  const packaged = await runner.package(
    testWorkload(handler, modulePath),
    packageContext(join(folder, 'cache')),
  );
  const scratchDir = await mkdtemp(join(folder, 'scratch-'));
  const trial = await runTrial(
    place,
    startOf(packaged),
    { input: Buffer.from('1'), outputSha256: digest(expected) },
    {
      plan: { ...DEFAULT_PLAN, warmCalls: 6, ...overrides },
      originNs: now(),
      signal,
      launchContext: {
        runId: 'test',
        scratchDir,
        environment: GUEST_ENVIRONMENT,
        ...ORDINARY_LAUNCH,
        timeoutMs: 10_000,
        journal: (pid) => pids.push(pid),
      },
    },
  );
  expect(pids.filter(isAlive), 'guests still there').toEqual([]);
  expect(await readdir(scratchDir)).toEqual([]);
  return trial;
}

describe('a completed trial', () => {
  it('has its milestones in order, a reason for each that is missing, and its warm calls', async () => {
    const trial = await trialOf('echo', { event: 1, answer: 'ä→😀' });
    if (trial.status !== 'completed') throw new Error(JSON.stringify(trial));
    const { processStartNs, runtimeReadyNs, workloadLoadedNs, readyNs, firstResponseNs, stoppedNs } = trial;
    const times = [processStartNs, runtimeReadyNs, workloadLoadedNs, readyNs, firstResponseNs, stoppedNs].map(
      Number,
    );
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(Object.keys(trial.nullReasons).sort()).toEqual([
      'compiledNs',
      'createdNs',
      'instantiatedNs',
      'startedNs',
    ]);
    expect(trial.warmNs).toHaveLength(6);
  });

  // Trap 2: what the caller's shell has set must not reach a guest.
  it('ran in the explicit environment, whatever the caller has set', async () => {
    process.env.NODE_OPTIONS = '--no-warnings';
    process.env.NODE_EXTRA_CA_CERTS = '/nonexistent.pem';
    const expected = Object.fromEntries(
      Object.entries(GUEST_ENVIRONMENT).sort(([a], [b]) => (a < b ? -1 : 1)),
    );
    expect(await trialOf('environment', expected)).toMatchObject({ status: 'completed' });
  });

  // Trap 3: a child's ru_maxrss starts at its parent's peak.
  it("has a peak memory of its own, far below the harness's", async () => {
    const ballast = Buffer.alloc(400e6, 1);
    const trial = await trialOf('echo', { event: 1, answer: 'ä→😀' });
    expect(process.memoryUsage.rss()).toBeGreaterThan(ballast.length);
    if (trial.status !== 'completed') throw new Error(JSON.stringify(trial));
    expect(trial.warmResources.peakRssBytes ?? trial.warmResources.rssBytes).toBeLessThan(200e6);
  });

  // Trap 8: that the file pages were warm, as the condition says, is in the record.
  it('tells its condition and its major page faults', async () => {
    const trial = await trialOf('echo', { event: 1, answer: 'ä→😀' });
    expect(trial).toMatchObject({ condition: 'cold', coldResources: { majorFaults: expect.any(Number) } });
  });

  // Trap 9: a cold figure is of the first call ever; a benchmark library would have called the handler before.
  it('answered its first response with the first call of the handler', async () => {
    expect(await trialOf('counts-calls', { calls: 1 }, { warmCalls: 0 })).toMatchObject({
      status: 'completed',
      warmNs: [],
    });
  });
});

describe('a failed trial', () => {
  // Trap 7: a wrong answer, however fast, is never a time.
  it('is one that answers wrongly, and it has no times', async () => {
    const trial = await trialOf('echo', { something: 'else' });
    expect(trial).toMatchObject({ status: 'failed', step: 'firstResponse', code: 'WRONG_ANSWER' });
    expect(trial).not.toHaveProperty('firstResponseNs');
  });

  it('is one whose later answers differ from the first', async () => {
    expect(await trialOf('counts-calls', { calls: 1 })).toMatchObject({
      status: 'failed',
      step: 'warm',
      code: 'WRONG_ANSWER',
    });
  });

  it.each([
    ['throws-at-load', 'launch', 'GUEST_EXITED', /refuses to load/],
    ['exits-at-load', 'launch', 'GUEST_EXITED', /exited with code 7/],
    ['throws-at-call', 'firstResponse', 'CALL_FAILED', /refuses to answer/],
    ['exits-at-call', 'firstResponse', 'CALL_FAILED', /did not answer/],
    ['unserialisable', 'firstResponse', 'CALL_FAILED', /BigInt/],
  ])('is one whose handler %s, at step %s', async (handler, step, code, reason) => {
    const trial = await trialOf(handler, null);
    expect(trial).toMatchObject({ status: 'failed', step, code, reason: expect.stringMatching(reason) });
  });

  it.each([
    ['spins-at-load', 'launch'],
    ['never-answers', 'firstResponse'],
    ['spins-forever', 'firstResponse'],
  ])('is one whose handler %s: the deadline ends its %s', async (handler, step) => {
    expect(await trialOf(handler, null, { timeoutNs: 800e6 })).toMatchObject({
      status: 'failed',
      step,
      code: 'TIMEOUT',
    });
  });
});

describe('an interrupted trial', () => {
  it('rejects with the reason once the guest is gone', async () => {
    const abort = new AbortController();
    setTimeout(() => abort.abort(new Error('interrupted')), 300);
    await expect(trialOf('never-answers', null, {}, abort.signal)).rejects.toThrow('interrupted');
    expect(pids.filter(isAlive)).toEqual([]);
  });
});

describe('the artifact that is measured', () => {
  // Trap 6: the measured process runs plain JavaScript: no loader, no TypeScript, no source map.
  it('is one JavaScript module without a source map', async () => {
    const [hash = ''] = await readdir(join(folder, 'cache/process'));
    const [file = ''] = await readdir(join(folder, 'cache/process', hash));
    expect(file).toBe('app.mjs');
    expect(await readFile(join(folder, 'cache/process', hash, file), 'utf8')).not.toMatch(
      /sourceMappingURL|tsx|ts-node/,
    );
  });
});

describe.runIf(process.platform === 'linux')('watchMemory()', () => {
  it('ends a guest that outgrows the guard, with a sentence that says so', async () => {
    const modulePath = join(projectRoot(), 'harness/testing/handlers/allocates-without-end.ts');
    const packaged = await runner.package(
      testWorkload('allocates', modulePath),
      packageContext(join(folder, 'cache')),
    );
    const scratchDir = await mkdtemp(join(folder, 'scratch-'));
    const guests: number[] = [];
    const instance = await packaged.launch({
      runId: 'test',
      trialId: 'test-0',
      scratchDir,
      environment: GUEST_ENVIRONMENT,
      ...ORDINARY_LAUNCH,
      timeoutMs: 10_000,
      signal: new AbortController().signal,
      mark: () => undefined,
      report: () => undefined,
      journal: (pid) => guests.push(pid),
    });
    const watchdog = watchMemory(() => guests, 400e6);
    await expect(instance.invoke(Buffer.from('1'))).rejects.toThrow();
    expect(watchdog.exceeded).toMatchObject({ code: 'MEMORY_EXCEEDED' });
    watchdog.stop();
    await instance.stop();
  });

  it('allows a part of what is free', () => expect(memoryGuardBytes()).toBeGreaterThan(0));
});

describe('a trial whose files were evicted', () => {
  const EVICTION = { files: 2, bytes: 100, residentBytesAfter: 0, method: 'test' };
  /** The guest then says how often it had to wait for the disk. */
  const faulting =
    (majorFaults: number | null) =>
    ({ launch }: PackagedWorkload): Start => ({
      evict: async () => EVICTION,
      launch: async (context) => {
        const instance = await launch(context);
        return { ...instance, readResources: async () => ({ ...unreadable('test'), majorFaults }) };
      },
    });

  it('keeps the proof', async () => {
    expect(await trialOf('echo', ECHO, {}, undefined, faulting(3))).toMatchObject({
      status: 'completed',
      eviction: EVICTION,
    });
  });

  it.each(['echo', 'throws-at-load'])('puts the files back when it is over: %s', async (handler) => {
    const calls: string[] = [];
    await trialOf(handler, ECHO, {}, undefined, (packaged) => ({
      ...faulting(3)(packaged),
      restore: async () => {
        calls.push(pids.some(isAlive) ? 'too early' : 'restored');
      },
    }));
    expect(calls).toEqual(['restored']);
  });

  it.each([0, null])(
    'has failed when its guest had %s major faults, whatever it answered',
    async (faults) => {
      expect(await trialOf('echo', ECHO, {}, undefined, faulting(faults))).toMatchObject({
        status: 'failed',
        step: 'measure',
        code: 'NOT_DISK_COLD',
      });
    },
  );

  it('has failed when they were not', async () => {
    const stays = new ColdbenchError('NOT_DISK_COLD', 'they stay');
    const start = ({ launch }: PackagedWorkload): Start => ({ launch, evict: () => Promise.reject(stays) });
    expect(await trialOf('echo', ECHO, {}, undefined, start)).toMatchObject({
      status: 'failed',
      step: 'launch',
      code: 'NOT_DISK_COLD',
      reason: 'they stay',
    });
  });
});
