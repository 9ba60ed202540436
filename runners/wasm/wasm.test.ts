import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../../harness/project-root.ts';
import { testRunner } from '../../harness/testing/conformance.ts';
import {
  finishLaunch,
  observeLaunch,
  packageContext,
  testWorkload,
} from '../../harness/testing/launching.ts';
import { resolveWorkload, WORKLOAD_NAMES } from '../../workloads/index.ts';
import type { Workload } from '../../workloads/workload.ts';
import type { Instance, PackagedWorkload } from '../runner.ts';
import { runner } from './index.ts';

/** Kept from one test run to the next: a component takes seconds to build. */
const cacheDir = join(projectRoot(), 'node_modules/.cache/coldbench-test');

testRunner(runner, { cacheDir, leftovers: async () => [] });

const workloadOf = (name: string): Workload =>
  testWorkload(name, join(projectRoot(), 'runners/wasm/testing', `${name}.ts`));

const packageIt = (name: string): Promise<PackagedWorkload> =>
  runner.package(workloadOf(name), packageContext(cacheDir));

async function withInstance<T>(
  packaged: PackagedWorkload,
  use: (instance: Instance) => Promise<T>,
): Promise<T> {
  const launch = await observeLaunch();
  const instance = await packaged.launch(launch.context);
  try {
    return await use(instance);
  } finally {
    await instance.stop();
    await finishLaunch(launch);
  }
}

type Clock = { wallMs: number; monotonicMs: number };

const call = async (instance: Instance, event: unknown): Promise<unknown> =>
  JSON.parse(Buffer.from(await instance.invoke(Buffer.from(JSON.stringify(event)))).toString());

describe('a component', () => {
  let platform: PackagedWorkload;
  beforeAll(async () => {
    platform = await packageIt('platform');
  });

  const ask = (...operations: string[]): Promise<unknown[]> =>
    withInstance(platform, async (instance) => {
      const answers: unknown[] = [];
      for (const operation of operations) answers.push(await call(instance, operation).catch(String));
      return answers;
    });

  it('is compiled, then instantiated, with the module in it, then ready', async () => {
    const launch = await observeLaunch();
    const instance = await platform.launch(launch.context);
    await instance.stop();
    await finishLaunch(launch);
    const { runtimeReady, compiled, instantiated, workloadLoaded } = launch.reports[0]?.milestonesNs ?? {};
    const readyNs = launch.marks.at(-1)?.atNs;
    const inOrder = [runtimeReady, compiled, instantiated, workloadLoaded, readyNs].map(Number);
    expect(inOrder).toEqual([...inOrder].sort((a, b) => a - b));
    expect(workloadLoaded).toBe(instantiated);
  });

  it('has clocks that run', async () => {
    const clocks = await ask('clock', 'timeout', 'clock');
    const [before, waitedMs, after] = clocks as [Clock, number, Clock];
    expect(Math.abs(before.wallMs - Date.now())).toBeLessThan(10_000);
    expect(after.wallMs - before.wallMs).toBeGreaterThanOrEqual(50);
    expect(after.monotonicMs - before.monotonicMs).toBeGreaterThanOrEqual(49);
    expect(waitedMs).toBeGreaterThanOrEqual(49);
  });

  it('has random numbers that differ from call to call and from instance to instance', async () => {
    const drawn = [...(await ask('random', 'random')), ...(await ask('random'))].flat();
    expect(new Set(drawn).size).toBe(9);
  });

  it('keeps what its module computed while it loaded, in every instance', async () => {
    const [first] = await ask('loadedAt');
    expect(await ask('loadedAt')).toEqual([first]);
  });

  it('prints without disturbing its answers', async () => {
    expect(await ask('console', 'text')).toEqual(['printed', 'ä→😀']);
  });

  it('answers after its handler threw, overflowed the stack or asked for what is not there', async () => {
    const answers = await ask('throw', 'throwText', 'recurse', 'environment', 'fetch', 'text');
    expect(answers).toEqual([
      expect.stringContaining('{"errorType":"RangeError","errorMessage":"no ä today"}'),
      expect.stringContaining('only text'),
      expect.stringContaining('too much recursion'),
      expect.stringContaining('process is not defined; a component has no Node globals'),
      expect.stringContaining('fetch is not defined'),
      'ä→😀',
    ]);
  });

  it('says why it trapped, and stays trapped', async () => {
    const trapped = expect.stringMatching(
      /trapped: .*nothing is left that could settle the handler's promise/,
    );
    expect(await ask('pending', 'text')).toEqual([trapped, trapped]);
  });

  it('has a linear memory, which grows with what is called and is whole pages of 64 KiB', () =>
    withInstance(platform, async (instance) => {
      const before = (await instance.linearMemoryBytes?.()) ?? 0;
      await call(instance, 'recurse').catch(() => undefined);
      const after = (await instance.linearMemoryBytes?.()) ?? 0;
      expect(before % 65_536).toBe(0);
      expect(before).toBeGreaterThan(1e6);
      expect(after).toBeGreaterThanOrEqual(before);
    }));

  it('is what the artifact size counts; the files of the host are a detail', async () => {
    expect(platform.sizeBytes).toBeGreaterThan(10e6);
    expect(platform.details).toMatchObject({ engine: 'StarlingMonkey', hostBytes: expect.any(Number) });
  });
});

it('in a warm host is a new instance of what was compiled before', async () => {
  const { warmerStarts } = await packageIt('platform');
  const start = warmerStarts?.['warm-host'];
  if (typeof start !== 'function') throw new Error('a component has this start');
  const launch = await observeLaunch();
  const instance = await start(launch.context);
  const launchNs = launch.marks.find(({ milestone }) => milestone === 'launch')?.atNs ?? 0n;
  expect(launch.reports).toHaveLength(1);
  const { instantiated, compiled, processStart } = launch.reports[0]?.milestonesNs ?? {};
  expect(instantiated).toBeGreaterThan(launchNs);
  expect([compiled, processStart]).toEqual([undefined, undefined]);
  await instance.stop();
  expect(await finishLaunch(launch)).toEqual([]);
});

describe('the build', () => {
  let ownCache: string;
  beforeAll(async () => {
    ownCache = await mkdtemp(join(tmpdir(), 'coldbench-test-wasm-'));
  });
  afterAll(() => rm(ownCache, { recursive: true, force: true }));

  it('refuses a Node builtin, by its name', async () => {
    await expect(packageIt('reads-files')).rejects.toMatchObject({
      code: 'NO_NODE_BUILTINS',
      message: expect.stringContaining('node:fs'),
      remedy: expect.stringContaining('without node:fs'),
    });
  });

  it('says what a module misses that uses a Node global while it loads', async () => {
    await expect(packageIt('process-at-load')).rejects.toMatchObject({
      code: 'COMPONENTIZE_FAILED',
      message: expect.stringContaining('process is not defined'),
      remedy: expect.stringContaining('no Node globals'),
    });
  });

  it('gives the same digest for the same input, also twice at once', async () => {
    const workload = await resolveWorkload('noop');
    const caches = ['one', 'two'].map((name) => packageContext(join(ownCache, name)));
    const [one, two] = await Promise.all(caches.map((context) => runner.package(workload, context)));
    expect(one?.cached).toBe(false);
    expect(one?.sha256).toBe(two?.sha256);
    expect(await readdir(join(ownCache, 'one/wasm'))).toEqual(await readdir(join(ownCache, 'two/wasm')));
  });

  it('ends when it is aborted, with its engine, and leaves no file', async () => {
    const aborted = join(ownCache, 'aborted');
    const context = packageContext(aborted, AbortSignal.timeout(4000));
    await expect(runner.package(workloadOf('spins-at-load'), context)).rejects.toThrow('timeout');
    expect(await readdir(join(aborted, 'wasm'))).toEqual([]);
    const { stdout } = await promisify(execFile)('ps', ['-axww', '-o', 'args=']);
    expect(stdout.split('\n').filter((line) => line.includes(aborted))).toEqual([]);
  });
});

describe('the built-in workloads', () => {
  it.each(WORKLOAD_NAMES)('%s answers byte for byte as in Node', async (name) => {
    const workload = await resolveWorkload(name);
    const packaged = await runner.package(workload, packageContext(cacheDir));
    const body = await withInstance(packaged, (instance) => instance.invoke(workload.input));
    expect(createHash('sha256').update(body).digest('hex')).toBe(workload.expectedSha256);
  });
});
