import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../../harness/project-root.ts';
import { testRunner } from '../../harness/testing/conformance.ts';
import {
  finishLaunch,
  observeLaunch,
  packageContext,
  testWorkload,
} from '../../harness/testing/launching.ts';
import { describeWithRunner, variantOf } from '../../harness/testing/runner-needed.ts';
import type { Probe, Runner } from '../runner.ts';
import { type Engine, engineAt } from './engine.ts';
import { containerRunner } from './index.ts';
import type { RegisteredRuntime } from './inspection.ts';
import { listProcesses } from './process-list.ts';
import { findRuntime } from './runtimes.ts';
import {
  containersOf,
  engine as machinesEngine,
  removeImages,
  withImagePrefix,
} from './testing/engine-needed.ts';
import { noPrivateEngine, PrivateEngine } from './testing/private-engine.ts';

const PREFIX = 'test-runtimes';
const [runsc, crun] = (['runsc', 'crun'] as const).map((name) =>
  variantOf(withImagePrefix(containerRunner(), PREFIX), name),
) as [Runner, Runner];
const runId = `test-${process.pid}`;
const since = Math.floor(Date.now() / 1000);
const echo = testWorkload('echo', join(projectRoot(), 'harness/testing/handlers/echo.ts'));

/** Has all that follows in a group of tests use an engine of its own. */
function useEngineOf(...settings: ConstructorParameters<typeof PrivateEngine>): PrivateEngine {
  const own = new PrivateEngine(...settings);
  const configured = process.env.DOCKER_HOST;
  beforeAll(async () => {
    process.env.DOCKER_HOST = own.url;
    await own.start();
  });
  afterAll(async () => {
    if (configured === undefined) delete process.env.DOCKER_HOST;
    else process.env.DOCKER_HOST = configured;
    await own.close();
  });
  return own;
}

/** The ids of all containers that this test has made, also of those that are gone. */
async function containersSoFar({ docker }: Engine): Promise<string[]> {
  const filters = { label: [`coldbench.run=${runId}`], event: ['create'] };
  const until = Math.floor(Date.now() / 1000) + 1;
  const events = (await docker.getEvents({ since, until, filters })) as Readable;
  const lines = (await text(events)).split('\n').filter(Boolean);
  return lines.map((line) => (JSON.parse(line) as { id: string }).id);
}

/** What a sandbox may leave besides its container; other engines of this machine may have sandboxes too. */
async function sandboxesLeft(engine: Engine): Promise<string[]> {
  const ids = await containersSoFar(engine);
  const processes = await listProcesses();
  return processes
    .filter(({ program }) => program.startsWith('runsc'))
    .map(({ words }) => words.join(' '))
    .filter((line) => ids.some((id) => line.includes(id)));
}

// Where the machine's engine does not know gVisor, one that does is started: all that it needs is the program.
const known = await runsc.probe();
const ownEngine = !known.available && noPrivateEngine('runsc') === null;
const probe = async (): Promise<Probe> =>
  ownEngine ? { available: true, variant: '', versions: {} } : known;

await describeWithRunner('container:runsc', { probe }, () => {
  // On its own network stack, gVisor of 2022 takes every container of a kernel of today for one without a network
  // namespace, and refuses it.
  const runtimeArgs = ['--platform=ptrace', '--network=host'];
  const runtimes = { runsc: { path: '/usr/bin/runsc', runtimeArgs } };
  const own = ownEngine ? useEngineOf({ runtimes }) : null;
  const engine = own ? engineAt(own.url) : machinesEngine;
  afterAll(async () => {
    expect(await sandboxesLeft(engine)).toEqual([]);
    await removeImages(PREFIX, engine);
  });

  testRunner(runsc, {
    leftovers: () => containersOf(runId, engine),
    guestClock: 'own',
    residentSet: 'unknown',
    sharesGuests: true,
  });

  it.runIf(ownEngine)('has the daemons of its own engine beside it, and no other', async () => {
    const packaged = await runsc.package(echo, packageContext('/nowhere'));
    const beside = (await packaged.sharedProcesses?.()) ?? [];
    expect(beside.map(({ name }) => name)).toEqual(['dockerd', 'containerd']);
    const processes = await listProcesses();
    const [daemon] = processes.filter(({ pid }) => pid === beside[0]?.pid);
    expect(daemon?.words.join(' ')).toContain(own?.url);
  });

  it('journals nothing that could be taken for the guest, and leaves no process of its sandbox', async () => {
    const packaged = await runsc.package(echo, packageContext('/nowhere'));
    expect(packaged.details).toMatchObject({ readyChannel: 'attached', runtime: 'runsc' });
    const launch = await observeLaunch();
    const instance = await packaged.launch(launch.context);
    expect(launch.pids).toEqual([]);
    expect((await sandboxesLeft(engine)).length).toBeGreaterThan(1);
    await instance.stop();
    expect(await sandboxesLeft(engine)).toEqual([]);
    expect(await finishLaunch(launch)).toEqual([]);
  });

  it('tells what its operator has told it, since that changes what is measured', async () => {
    const found = await runsc.probe();
    expect(found).toMatchObject({ variant: 'runsc', versions: { runtime: expect.stringMatching(/^runsc/) } });
    if (own) expect(found).toMatchObject({ versions: { runtimeArguments: runtimeArgs.join(' ') } });
  });
});

// Always on an engine of its own, since one that knows crun need not be one on which it works.
const noCrun = noPrivateEngine('crun', 'unshare');

await describeWithRunner(
  'container:crun',
  {
    probe: async () =>
      noCrun === null
        ? { available: true, variant: '', versions: {} }
        : { available: false, reason: noCrun, remedy: '' },
  },
  () => {
    const own = useEngineOf({ runtimes: { crun: { path: 'crun' } } }, { hidesUnified: true });
    const engine = engineAt(own.url);
    afterAll(() => removeImages(PREFIX, engine));

    testRunner(crun, { leftovers: () => containersOf(runId, engine), sharesGuests: true });

    it('is what starts the container', async () => {
      const found = await crun.probe();
      expect(found).toMatchObject({ variant: 'crun', versions: { runtime: expect.stringMatching(/^crun/) } });
      const packaged = await crun.package(echo, packageContext('/nowhere'));
      expect(packaged.details).toMatchObject({ runtime: 'crun' });
      const launch = await observeLaunch();
      const instance = await packaged.launch(launch.context);
      const [container] = await engine.docker.listContainers();
      const inspected = await engine.docker.getContainer(container?.Id ?? '').inspect();
      expect(inspected.HostConfig.Runtime).toBe('crun');
      await instance.stop();
      expect(await finishLaunch(launch)).toEqual([]);
    });
  },
);

describe('findRuntime()', () => {
  const registered = (name: string, program: string): RegisteredRuntime => ({ name, program, arguments: [] });
  const runc = registered('runc', 'runc');

  it.each([
    ['runsc', registered('runsc', '/usr/bin/runsc'), 'sandbox', 'user-space kernel'],
    ['runsc', registered('secure', '/opt/gvisor/bin/runsc'), 'sandbox', 'user-space kernel'],
    ['kata', registered('kata-fc', '/usr/bin/kata-runtime'), 'machine', 'virtual machine'],
    ['kata', registered('vm', 'io.containerd.kata.v2'), 'machine', 'virtual machine'],
    ['crun', registered('crun', '/usr/bin/crun'), 'process', 'namespaces'],
  ] as const)('finds %s by its name or by its program', (name, entry, guest, isolation) => {
    expect(findRuntime({ runtimes: [runc, entry] }, name)).toEqual({ ...entry, guest, isolation });
    expect(findRuntime({ runtimes: [runc] }, name)).toBeNull();
  });
});

const impossible = noPrivateEngine();
const title = 'an engine whose runtimes are not in order';

describe.skipIf(impossible !== null)(impossible ? `${title} (skipped: ${impossible})` : title, () => {
  const runtimes = { crun: { path: '/nowhere/crun' }, kernel: { path: '/nowhere/runsc' } };
  const own = useEngineOf({ runtimes, 'default-runtime': 'kernel' });

  it('is said not to know a runtime, and how it gets to know it', async () => {
    expect(await containerRunner().probe('youki')).toEqual({
      available: false,
      reason: expect.stringMatching(/does not know the runtime youki; it knows .*crun.*runc/),
      remedy: expect.stringMatching(
        /daemon\.json, or dockerd --add-runtime youki=\/usr\/bin\/youki; then start/,
      ),
    });
    const packaging = variantOf(containerRunner(), 'youki').package(echo, packageContext('/nowhere'));
    await expect(packaging).rejects.toMatchObject({ code: 'RUNTIME_UNKNOWN' });
  });

  it('is not measured as namespaces when its default is a kernel in user space', async () => {
    expect(await containerRunner().probe()).toMatchObject({
      available: false,
      reason: expect.stringContaining('by kernel unless told otherwise: a user-space kernel'),
      remedy: expect.stringContaining('list --runners'),
    });
    expect(await containerRunner().probe('runsc')).toMatchObject({ available: true, variant: 'runsc' });
  });

  it('says in its own words why a runtime does not start, and nothing is left', async () => {
    const packaged = await crun.package(echo, packageContext('/nowhere'));
    const launch = await observeLaunch();
    await expect(packaged.launch(launch.context)).rejects.toMatchObject({
      code: 'ENGINE_REFUSED',
      message: expect.stringMatching(/could not start a container: .*\/nowhere\/crun/),
    });
    expect(await finishLaunch(launch)).toEqual([]);
    expect(await engineAt(own.url).docker.listContainers({ all: true })).toEqual([]);
  });
});
