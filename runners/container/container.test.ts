import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type Docker from 'dockerode';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { GUEST_ENVIRONMENT } from '../../harness/experiment/guest-environment.ts';
import { projectRoot } from '../../harness/project-root.ts';
import { testRunner } from '../../harness/testing/conformance.ts';
import {
  finishLaunch,
  type ObservedLaunch,
  observeLaunch,
  packageContext,
  testWorkload,
} from '../../harness/testing/launching.ts';
import type { Instance } from '../runner.ts';
import { ownArchitecture } from './architecture.ts';
import { containerRunner, removeContainersOfRun } from './index.ts';
import { factsOf } from './inspection.ts';
import { STOCK_IMAGE } from './placement.ts';
import { readGuest, readingOf } from './resources.ts';
import {
  containersOf,
  describeWithEngine,
  engine,
  removeImages,
  withImagePrefix,
} from './testing/engine-needed.ts';

const runner = withImagePrefix(containerRunner(), 'test-container');
const runId = `test-${process.pid}`;

interface Guest {
  readonly instance: Instance;
  readonly launch: ObservedLaunch;
  readonly container: Docker.Container;
  readonly inspected: Docker.ContainerInspectInfo;
}

/** Ends what a test has started, also when the start was to fail. */
const ends: (() => Promise<unknown>)[] = [];

async function startGuest(handler: string, using = runner): Promise<Guest> {
  const path = join(projectRoot(), 'harness/testing/handlers', `${handler}.ts`);
  const packaged = await using.package(testWorkload(handler, path), packageContext('/nowhere'));
  const launch = await observeLaunch();
  ends.push(async () => expect(await finishLaunch(launch)).toEqual([]));
  const instance = await packaged.launch(launch.context);
  ends.unshift(() => instance.stop());
  const [id = 'none'] = await containersOf(runId);
  const container = engine.docker.getContainer(id);
  return { instance, launch, container, inspected: await container.inspect() };
}

async function call(instance: Instance): Promise<unknown> {
  return JSON.parse(Buffer.from(await instance.invoke(Buffer.from('null'))).toString());
}

const isPodman = async (): Promise<boolean> => (await factsOf(engine)).product === 'Podman';

describeWithEngine('a container', () => {
  afterEach(async () => {
    for (const end of ends.splice(0)) await end();
    expect(await containersOf(runId)).toEqual([]);
  });
  afterAll(() => removeImages('test-container'));

  testRunner(runner, { leftovers: () => containersOf(runId) });

  it('is hardened, as the engine tells', async () => {
    const { inspected } = await startGuest('echo');
    const root = process.getuid?.() === 0;
    expect(inspected.Config.User).toBe(root ? '65534:65534' : `${process.getuid?.()}:${process.getgid?.()}`);
    expect(inspected.HostConfig).toMatchObject({
      ReadonlyRootfs: true,
      SecurityOpt: ['no-new-privileges'],
      PidsLimit: 512,
      Memory: 0,
      Privileged: false,
    });
    expect(inspected.Mounts.map(({ RW }) => RW)).toEqual([false]);
    const published = Object.values(inspected.NetworkSettings.Ports).flat();
    expect(published.map((port) => port?.HostIp)).toEqual(['127.0.0.1']);
  });

  it('is hardened, as the kernel tells', async () => {
    const { inspected } = await startGuest('echo');
    const status = await readFile(`/proc/${inspected.State.Pid}/status`, 'utf8');
    expect(status).toMatch(/^NoNewPrivs:\t1$/m);
    expect(status).toMatch(/^Seccomp:\t2$/m);
    for (const set of ['CapInh', 'CapPrm', 'CapEff', 'CapBnd', 'CapAmb']) {
      expect(status).toMatch(new RegExp(`^${set}:\\t0+$`, 'm'));
    }
    expect(status).not.toMatch(/^Uid:\t0/m);
  });

  it('carries its run and trial in labels and name', async () => {
    const { inspected, launch } = await startGuest('echo');
    const { trialId } = launch.context;
    expect(inspected.Config.Labels).toMatchObject({ 'coldbench.run': runId, 'coldbench.trial': trialId });
    expect(inspected.Name).toBe(`/coldbench-${trialId}`);
  });

  it('gives its guest exactly the environment of the launch', async () => {
    const { instance } = await startGuest('environment');
    const seen = (await call(instance)) as Record<string, string>;
    // Docker can be told to leave out what it would add; Podman's compatible API cannot.
    if (await isPodman()) for (const name of ['HOSTNAME', 'TERM', 'container']) delete seen[name];
    expect(seen).toEqual(GUEST_ENVIRONMENT);
  });

  it.each([
    ['precreated', 'created'],
    ['paused', 'paused'],
  ] as const)('whose start is %s is %s when the clock starts', async (condition, status) => {
    const path = join(projectRoot(), 'harness/testing/handlers/echo.ts');
    const { warmerStarts } = await runner.package(testWorkload('echo', path), packageContext('/nowhere'));
    const start = warmerStarts?.[condition];
    if (typeof start !== 'function') throw new Error('a container has this start');
    const seen: string[] = [];
    const launch = await observeLaunch({
      beforeLaunch: async () => {
        for (const id of await containersOf(runId))
          seen.push((await engine.docker.getContainer(id).inspect()).State.Status);
      },
    });
    ends.push(async () => expect(await finishLaunch(launch)).toEqual([]));
    const instance = await start(launch.context);
    ends.unshift(() => instance.stop());
    expect(seen).toEqual([status]);
    expect(launch.marks.map(({ milestone }) => milestone)).not.toContain('created');
    expect(await call(instance)).toMatchObject({ event: null });
  });

  it('marks created and started between launch and ready', async () => {
    const { launch } = await startGuest('echo');
    expect(launch.marks.map(({ milestone }) => milestone)).toEqual(['launch', 'created', 'started', 'ready']);
  });

  it('tells its exit code and its last words when it ends before it is ready', async () => {
    await expect(startGuest('exits-at-load')).rejects.toMatchObject({
      code: 'GUEST_EXITED',
      message: expect.stringContaining('exited with code 7'),
    });
    await expect(startGuest('throws-at-load')).rejects.toThrow(/code 1 .*It printed: .*refuses to load/s);
  });

  it('is removed by the label of its run, and nothing else is', async () => {
    const { instance, launch } = await startGuest('echo');
    const other = await observeLaunch({ runId: `${runId}-other` });
    const path = join(projectRoot(), 'harness/testing/handlers/echo.ts');
    const packaged = await runner.package(testWorkload('echo', path), packageContext('/nowhere'));
    const bystander = await packaged.launch(other.context);
    expect(await removeContainersOfRun(runId)).toBe(1);
    expect(await removeContainersOfRun(runId)).toBe(0);
    await expect(call(instance)).rejects.toMatchObject({ code: 'CALL_FAILED' });
    expect(await call(bystander)).toMatchObject({ event: null });
    await bystander.stop();
    await Promise.all([finishLaunch(other), instance.stop()]);
    expect(launch.reports).toHaveLength(1);
  });

  it('is measured by its cgroup where its process cannot be seen', async () => {
    const { container, inspected } = await startGuest('echo');
    const commandLine = [...(inspected.Config.Entrypoint ?? []), ...inspected.Config.Cmd];
    const seen = await readGuest(engine, container, { pid: inspected.State.Pid, commandLine });
    const unseen = await readGuest(engine, container, { pid: 1, commandLine });
    expect(seen.source).toContain('/proc');
    expect(unseen).toMatchObject({ source: 'engine stats (cgroup)', peakRssBytes: null, pssBytes: null });
    expect(unseen.cpuNs).toBeGreaterThan(1e6);
    if (await isPodman()) return expect(unseen.rssBytes).toBeNull();
    expect(unseen.rssBytes).toBeGreaterThan(5e6);
    expect(unseen.rssBytes).toBeLessThan(2 * (seen.rssBytes ?? 0));
    expect(unseen.minorFaults).toBeGreaterThan(0);
  });
});

// What Docker Desktop gets, forced upon this machine's engine.
describeWithEngine('a container of a stock image, announced on its output', () => {
  const foreign = withImagePrefix(
    containerRunner({ image: 'stock-node', channel: 'attached' }),
    'test-foreign',
  );

  it('answers although its module prints garbage', async () => {
    const ours = await lendStockImage();
    try {
      expect(await foreign.probe()).toMatchObject({ available: true, variant: 'stock-image' });
      const { instance, launch } = await startGuest('garbage-on-stdout', foreign);
      expect(await call(instance)).toEqual({ event: null });
      expect(launch.marks.map(({ milestone }) => milestone)).toEqual([
        'launch',
        'created',
        'started',
        'ready',
      ]);
      for (const end of ends.splice(0)) await end();
    } finally {
      await removeImages('test-foreign');
      if (ours) await engine.docker.getImage(STOCK_IMAGE).remove();
    }
  });

  /** No registry can be reached here: without the stock image, our own runtime image stands in under its name. */
  async function lendStockImage(): Promise<boolean> {
    const known = await engine.docker.listImages({ filters: { reference: [STOCK_IMAGE] } });
    if (known.length > 0) return false;
    const runtimes = await engine.docker.listImages({ filters: { reference: ['coldbench/runtime'] } });
    const images = await Promise.all(runtimes.map(({ Id }) => engine.docker.getImage(Id).inspect()));
    // An emulated run may have left one of another architecture.
    const runtime = images.find(({ Architecture }) => Architecture === ownArchitecture());
    const [repo = '', tag = ''] = STOCK_IMAGE.split(':');
    await engine.docker.getImage(runtime?.Id ?? 'none').tag({ repo, tag });
    return true;
  }
});

describe('readingOf()', () => {
  it("reads cgroup v2's names, and leaves unknown what the engine does not tell", () => {
    const stats = { anon: 40e6, file_mapped: 10e6, file: 90e6, pgfault: 500, pgmajfault: 3 };
    expect(
      readingOf({ cpu_stats: { cpu_usage: { total_usage: 7e6 } }, memory_stats: { stats } }),
    ).toMatchObject({
      rssBytes: 50e6,
      cpuNs: 7e6,
      majorFaults: 3,
      minorFaults: 497,
    });
    expect(readingOf({})).toMatchObject({
      rssBytes: null,
      cpuNs: null,
      majorFaults: null,
      minorFaults: null,
    });
  });
});
