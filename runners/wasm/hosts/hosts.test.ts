import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../../../harness/project-root.ts';
import { testRunner } from '../../../harness/testing/conformance.ts';
import {
  finishLaunch,
  isAlive,
  type ObservedLaunch,
  observeLaunch,
  packageContext,
  testWorkload,
} from '../../../harness/testing/launching.ts';
import { variantOf } from '../../../harness/testing/runner-needed.ts';
import type { Instance, PackagedWorkload } from '../../runner.ts';
import { runner as wasm } from '../index.ts';
import { findHost, type HostName } from './find-host.ts';
import { parseServing } from './serving.ts';
import { makeProgram, makeStandIns } from './testing/stand-ins.ts';

/** Kept from one test run to the next: a component takes seconds to build. */
const cacheDir = join(projectRoot(), 'node_modules/.cache/coldbench-test');
const asked = testWorkload('asked', join(projectRoot(), 'runners/wasm/hosts/testing/asked.ts'));
const encode = (value: unknown): Uint8Array => Buffer.from(JSON.stringify(value));

const NAMES = ['wasmtime', 'spin'] as const satisfies readonly HostName[];
const former = { ...process.env };
const real = Object.fromEntries(
  await Promise.all(NAMES.map(async (name) => [name, !('reason' in (await findHost(name)))] as const)),
);
const STAND_IN =
  'with a stand-in for the command line that serves the real component through Node; the program itself was not run';

let standIns: string;
beforeAll(async () => {
  standIns = await makeStandIns();
  // After the others, so that what is really there is found first.
  process.env.PATH = `${former.PATH}:${standIns}`;
});
afterAll(async () => {
  process.env = former;
  await rm(standIns, { recursive: true, force: true });
});

describe.each(NAMES)('wasm:%s', (name) => {
  const runner = variantOf(wasm, name);
  const slow = !real[name] && process.env.COLDBENCH_TEST_WASM_HOSTS !== '1';

  // Each of its handlers is a component of its own, which takes seconds to build.
  describe.skipIf(slow)(
    `every promise of a runner, ${real[name] ? 'with the real program' : STAND_IN}${slow ? ' (skipped: COLDBENCH_TEST_WASM_HOSTS=1 runs it)' : ''}`,
    () => testRunner(runner, { cacheDir, leftovers: async () => [], instances: 'one a call' }),
  );

  describe(real[name] ? 'with the real program' : STAND_IN, () => {
    let packaged: PackagedWorkload;
    beforeAll(async () => {
      packaged = await runner.package(asked, packageContext(cacheDir));
    });

    async function withGuest(
      look: (instance: Instance, launch: ObservedLaunch) => Promise<void>,
    ): Promise<void> {
      const launch = await observeLaunch();
      const instance = await packaged.launch(launch.context);
      await look(instance, launch).finally(() => instance.stop());
      expect(launch.pids.filter(isAlive)).toEqual([]);
      expect(await finishLaunch(launch)).toEqual([]);
    }

    const call = async (instance: Instance, event: unknown): Promise<unknown> =>
      JSON.parse(Buffer.from(await instance.invoke(encode(event))).toString());

    it('answers events byte for byte, waits for promises, and says what a handler threw', () =>
      withGuest(async (instance) => {
        const event = { text: 'ü "quoted" \u2028', list: [1, 2.5, null] };
        const body = await instance.invoke(encode(event));
        expect(Buffer.from(body).toString()).toBe(JSON.stringify({ event }));
        expect(await call(instance, 'x'.repeat(300_000))).toEqual({ event: 'x'.repeat(300_000) });
        expect(await call(instance, 'later')).toBe('later');
        const failures = ['throws', 'bigint', 'fetches'].map((what) => call(instance, what).catch(String));
        expect(await Promise.all(failures)).toEqual([
          expect.stringContaining('{"errorType":"RangeError","errorMessage":"no ä today"}'),
          expect.stringContaining('"errorType":"TypeError"'),
          expect.stringContaining('fetch is not defined'),
        ]);
        expect(await call(instance, 'prints')).toBe('printed');
      }));

    it('makes a new instance for every call, so that nothing of a call before is there', () =>
      withGuest(async (instance) => {
        expect([await call(instance, 'calls'), await call(instance, 'calls')]).toEqual([1, 1]);
        expect(packaged.details.instances).toBe('one a call');
      }));

    it('reads the process that the component runs in, and says why it knows no milestones', () =>
      withGuest(async (instance, { marks, reports, pids }) => {
        expect(marks.map(({ milestone }) => milestone)).toEqual(['launch', 'ready']);
        expect(reports[0]).toMatchObject({ nowNs: null, milestonesNs: {} });
        expect(Object.keys(reports[0]?.unknown ?? {})).toEqual(
          expect.arrayContaining(['processStart', 'compiled', 'instantiated', 'workloadLoaded']),
        );
        const { rssBytes, cpuNs } = await instance.readResources();
        expect(rssBytes).toBeGreaterThan(20e6);
        expect(cpuNs).toBeGreaterThan(1e6);
        const support = (await instance.supportProcesses?.()) ?? [];
        const launched = { name: 'spin up', pid: pids[0] };
        expect(support).toEqual(name === 'spin' ? [launched] : []);
        expect(pids).toHaveLength(name === 'spin' ? 2 : 1);
      }));

    it('leaves nothing behind when a launch is aborted, at any moment', async () => {
      for (const afterMs of [0, 30, 150]) {
        const launch = await observeLaunch();
        setTimeout(() => launch.abort.abort(new Error('aborted by the test')), afterMs);
        const failure = await packaged.launch(launch.context).then(
          (instance) => instance.stop(),
          (error: Error) => error.message,
        );
        if (failure !== undefined) expect(failure).toBe('aborted by the test');
        expect(launch.pids.filter(isAlive)).toEqual([]);
        expect(await finishLaunch(launch)).toEqual([]);
      }
    });

    it('has one component for all hosts, and tells which host, version and kind of compiling', async () => {
      const other = await variantOf(wasm, name === 'spin' ? 'wasmtime' : 'spin').package(
        asked,
        packageContext(cacheDir),
      );
      expect(packaged.details.componentSha256).toBe(other.details.componentSha256);
      expect(packaged.sha256).not.toBe(other.sha256);
      expect(packaged.details).toMatchObject({
        [name]: expect.stringMatching(/^\d+\./),
        aheadOfTime: name === 'wasmtime',
        engine: 'StarlingMonkey',
      });
      expect(await runner.package(asked, packageContext(cacheDir))).toMatchObject({
        cached: true,
        sha256: packaged.sha256,
      });
      expect(await runner.probe()).toMatchObject({
        available: true,
        variant: name,
        versions: { [name]: packaged.details[name] },
      });
    });
  });
});

describe('a program that is not what is needed', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'coldbench-test-host-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const foundAs = async (name: HostName, script: string): Promise<unknown> => {
    const path = await makeProgram(join(folder, `${name}-${Math.random()}`), script);
    return findHost(name, { [`COLDBENCH_TOOL_${name.toUpperCase()}`]: path });
  };

  it('is missing: the remedy names the variable', async () => {
    expect(await findHost('wasmtime', { PATH: folder })).toMatchObject({
      reason: 'There is no wasmtime here.',
      remedy: expect.stringContaining('COLDBENCH_TOOL_WASMTIME'),
    });
    expect(await findHost('spin', { COLDBENCH_TOOL_SPIN: folder.concat('/none') })).toMatchObject({
      reason: `${folder}/none is not a program that can be run.`,
      remedy: expect.stringContaining('3.2'),
    });
  });

  it('is outdated: a wasmtime without serve, or with one that serves no such component', async () => {
    const old =
      'if [ "$1" = --version ]; then echo "wasmtime-cli 12.0.2"; exit; fi; echo "no such file" >&2; exit 1';
    expect(await foundAs('wasmtime', old)).toMatchObject({
      reason: expect.stringContaining('12.0.2: it is older than 25'),
      remedy: expect.stringContaining('25 or newer'),
    });
    const version = 'if [ "$1" = --version ]; then echo "wasmtime 25.0.3 (abc 2024-11-05)"; exit; fi';
    expect(await foundAs('wasmtime', `${version}; exit 2`)).toMatchObject({
      reason: expect.stringContaining('its `wasmtime serve` has no --allow-precompiled'),
    });
    expect(await foundAs('wasmtime', `${version}; echo "--allow-precompiled"`)).toMatchObject({
      reason: expect.stringContaining('has no --addr'),
    });
    expect(await foundAs('wasmtime', `${version}; echo "--allow-precompiled --addr"`)).toMatchObject({
      version: '25.0.3 (abc 2024-11-05)',
    });
  });

  it('is outdated: a spin that does not know the component’s release of wasi:http', async () => {
    expect(await foundAs('spin', 'echo "spin 3.1.2 (abc 2025-02-01)"')).toMatchObject({
      reason: expect.stringContaining('older than 3.2'),
    });
    expect(await foundAs('spin', 'echo "spin 3.10.0 (abc 2027-02-01)"')).toMatchObject({
      version: '3.10.0 (abc 2027-02-01)',
    });
  });

  it('does not run: its own words', async () => {
    expect(await foundAs('spin', 'echo "no GLIBC_2.99" >&2; exit 127')).toMatchObject({
      reason: expect.stringContaining('does not run'),
    });
  });

  /** Wasmtime as the stand-in, of another version, and but for one command; the component comes from the cache. */
  async function packageWith(command: string, script: string): Promise<PackagedWorkload> {
    const version = `if [ "$1" = --version ]; then echo "wasmtime 98.0.0 (no ${command})"; exit; fi`;
    const instead = `if [ "$1" = ${command} ] && [ "$2" != --help ]; then ${script}; fi`;
    const path = join(folder, `wasmtime-${command}`);
    await makeProgram(path, `${version}; ${instead}; exec ${standIns}/wasmtime "$@"`);
    process.env.COLDBENCH_TOOL_WASMTIME = path;
    try {
      return await wasm.package(asked, { ...packageContext(cacheDir), variant: 'wasmtime' });
    } finally {
      delete process.env.COLDBENCH_TOOL_WASMTIME;
    }
  }

  it('does not compile: its own words', async () => {
    await expect(packageWith('compile', 'echo "Error: unknown import" >&2; exit 1')).rejects.toMatchObject({
      code: 'PREPARE_FAILED',
      message: expect.stringContaining('Error: unknown import'),
      remedy: expect.stringContaining('another release of Wasmtime'),
    });
  });

  it('ends before it serves: its own words, and nothing is left', async () => {
    const packaged = await packageWith('serve', 'echo "memory index 0 exceeds the limit" >&2; exit 1');
    const launch = await observeLaunch();
    await expect(packaged.launch(launch.context)).rejects.toMatchObject({
      code: 'GUEST_EXITED',
      message: expect.stringContaining('memory index 0 exceeds the limit'),
    });
    expect(await finishLaunch(launch)).toEqual([]);
  });
});

describe('parseServing()', () => {
  it.each([
    ['Serving HTTP on http://127.0.0.1:43211/', 43_211],
    ['Serving http://127.0.0.1:3000', 3000],
    ['\u001b[1;32mServing\u001b[0m http://127.0.0.1:3000', 3000],
    ['Serving HTTP on http://0.0.0.0:8080/', null],
    ['stderr [0] :: Serving HTTP on http://127.0.0.1:43211/', null],
    ['Available Routes:', null],
    ['', null],
  ])('%j is %j', (line, port) => {
    expect(parseServing(line)).toBe(port);
  });

  it('takes every port that there is, and no other number', () => {
    fc.assert(
      fc.property(fc.nat(200_000), (port) => {
        const taken = port > 0 && port < 65_536 ? port : null;
        expect(parseServing(`Serving HTTP on http://127.0.0.1:${port}/`)).toBe(taken);
      }),
    );
  });
});
