import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WarmerStart } from '../../harness/model/conditions.ts';
import { projectRoot } from '../../harness/project-root.ts';
import { testRunner } from '../../harness/testing/conformance.ts';
import {
  finishLaunch,
  type ObservedLaunch,
  observeLaunch,
  packageContext,
  testWorkload,
} from '../../harness/testing/launching.ts';
import { describeWithRunner, variantOf } from '../../harness/testing/runner-needed.ts';
import { resolveWorkload, WORKLOAD_NAMES } from '../../workloads/index.ts';
import type { Workload } from '../../workloads/workload.ts';
import type { Instance } from '../runner.ts';
import { findBrowser } from './find-browser.ts';
import { runner } from './index.ts';
import { browserPids } from './processes.ts';

const handlerAt = (path: string): Workload => testWorkload('handler', join(projectRoot(), path));
const call = async (instance: Instance): Promise<unknown> =>
  JSON.parse(Buffer.from(await instance.invoke(Buffer.from('null'))).toString());

await describeWithRunner('a page in a browser', runner, () => {
  let cacheDir: string;
  beforeAll(async () => {
    cacheDir = await mkdtemp(join(tmpdir(), 'coldbench-test-browser-'));
  });
  afterAll(() => rm(cacheDir, { recursive: true, force: true }));

  testRunner(runner, { leftovers: async () => [], rssBelowBytes: 3e9 });

  async function withGuest(
    workload: Workload,
    condition: 'cold' | WarmerStart,
    look: (instance: Instance, launch: ObservedLaunch) => Promise<void>,
  ): Promise<void> {
    const packaged = await runner.package(workload, packageContext(cacheDir));
    const start = condition === 'cold' ? packaged.launch : packaged.warmerStarts?.[condition];
    if (typeof start !== 'function') throw new Error(`there is no ${condition} start`);
    const launch = await observeLaunch();
    try {
      const instance = await start(launch.context);
      await look(instance, launch).finally(() => instance.stop());
    } finally {
      expect(browserPids(launch.pids[0] ?? 0, launch.context.scratchDir)).toEqual([]);
      expect(await finishLaunch(launch)).toEqual([]);
    }
  }

  it.each(WORKLOAD_NAMES)('%s answers byte for byte as in Node', async (name) => {
    const workload = await resolveWorkload(name);
    await withGuest(workload, 'cold', async (instance) => {
      const sha256 = createHash('sha256').update(await instance.invoke(workload.input));
      expect(sha256.digest('hex')).toBe(workload.expectedSha256);
    });
  });

  it('is a new page in a browser that runs already, too', () =>
    withGuest(
      handlerAt('harness/testing/handlers/counts-calls.ts'),
      'warm-host',
      async (instance, launch) => {
        const [start, ready] = launch.marks;
        expect([start?.milestone, ready?.milestone]).toEqual(['launch', 'ready']);
        const { runtimeReady, workloadLoaded } = launch.reports[0]?.milestonesNs ?? {};
        const inOrder = [start?.atNs, runtimeReady, workloadLoaded, ready?.atNs].map(Number);
        expect(inOrder).toEqual([...inOrder].sort((a, b) => a - b));
        expect([await call(instance), await call(instance)]).toEqual([{ calls: 1 }, { calls: 2 }]);
      },
    ));

  it('is many processes, which are read together and end together', () =>
    withGuest(handlerAt('harness/testing/handlers/echo.ts'), 'cold', async (instance, { pids, context }) => {
      const group = pids[0] ?? 0;
      expect(browserPids(group, context.scratchDir).length).toBeGreaterThan(3);
      const { source, rssBytes, pssBytes } = await instance.readResources();
      expect(source).toMatch(/sums over \d+ processes/);
      expect(pssBytes).toBeLessThan(rssBytes ?? 0);
    }));

  it.each([100, 250, 400])(
    'leaves nothing of a browser that is ended %d ms after its launch',
    async (afterMs) => {
      const launch = await observeLaunch({
        mark: () => setTimeout(() => launch.abort.abort(new Error('aborted by the test')), afterMs),
      });
      const packaged = await runner.package(
        handlerAt('harness/testing/handlers/echo.ts'),
        packageContext(cacheDir),
      );
      const outcome = await packaged.launch(launch.context).then(
        async (instance) => {
          await instance.stop();
          return 'it was quicker';
        },
        (error: Error) => error.message,
      );
      expect(outcome).toMatch(/aborted by the test|it was quicker/);
      expect(browserPids(launch.pids[0] ?? 0, launch.context.scratchDir)).toEqual([]);
      expect(await finishLaunch(launch)).toEqual([]);
    },
  );

  it('is not called by HTTP', () =>
    withGuest(handlerAt('harness/testing/handlers/echo.ts'), 'cold', async ({ endpoint }) => {
      expect(endpoint).toBeNull();
    }));

  it('refuses a Node builtin, by its name', async () => {
    const workload = handlerAt('runners/wasm/testing/reads-files.ts');
    await expect(runner.package(workload, packageContext(cacheDir))).rejects.toMatchObject({
      code: 'NO_NODE_BUILTINS',
      message: expect.stringContaining('node:fs'),
    });
  });
});

const component = variantOf(runner, 'component');

await describeWithRunner('a component in a browser', component, () => {
  /** Kept from one test run to the next, as for the wasm runner, whose components these are. */
  const cacheDir = join(projectRoot(), 'node_modules/.cache/coldbench-test');

  it('is compiled, then instantiated; answers byte for byte as in Node; ships its core modules', async () => {
    const workload = await resolveWorkload('catalog');
    const packaged = await component.package(workload, packageContext(cacheDir));
    expect(packaged.sizeBytes).toBeGreaterThan(10e6);
    expect(packaged.details).toMatchObject({ engine: 'StarlingMonkey' });
    const launch = await observeLaunch();
    const instance = await packaged.launch(launch.context);
    const body = await instance.invoke(workload.input).finally(() => instance.stop());
    await finishLaunch(launch);
    expect(createHash('sha256').update(body).digest('hex')).toBe(workload.expectedSha256);
    const { runtimeReady, compiled, instantiated, workloadLoaded } = launch.reports[0]?.milestonesNs ?? {};
    const inOrder = [runtimeReady, compiled, instantiated, launch.marks.at(-1)?.atNs].map(Number);
    expect(inOrder).toEqual([...inOrder].sort((a, b) => a - b));
    expect(workloadLoaded).toBe(instantiated);
  });
});

describe('findBrowser()', () => {
  it.runIf(process.platform === 'linux')(
    'says what to do where a browser that was named is none',
    async () => {
      const found = await findBrowser({ COLDBENCH_TOOL_CHROMIUM: '/nowhere/chromium' });
      expect(found).toMatchObject({
        path: null,
        reason: '/nowhere/chromium is not a program that can be run.',
        remedy: expect.stringContaining('COLDBENCH_TOOL_CHROMIUM'),
      });
    },
  );
});
