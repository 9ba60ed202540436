import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type Docker from 'dockerode';
import { afterAll, describe, expect, it } from 'vitest';
import { GUEST_ENVIRONMENT } from '../../harness/experiment/guest-environment.ts';
import { projectRoot } from '../../harness/project-root.ts';
import { testRunner } from '../../harness/testing/conformance.ts';
import {
  finishLaunch,
  observeLaunch,
  packageContext,
  testWorkload,
} from '../../harness/testing/launching.ts';
import { variantOf } from '../../harness/testing/runner-needed.ts';
import type { Instance } from '../runner.ts';
import { containerRunner } from './index.ts';
import {
  containersOf,
  describeWithEngine,
  engine,
  removeImages,
  withImagePrefix,
} from './testing/engine-needed.ts';

const PREFIX = 'test-networks';
const prefixed = withImagePrefix(containerRunner(), PREFIX);
const hostNetwork = variantOf(prefixed, 'host-network');
const noNetwork = variantOf(prefixed, 'no-network');
const runId = `test-${process.pid}`;

interface Guest {
  readonly instance: Instance;
  readonly inspected: Docker.ContainerInspectInfo;
}

/** Lets the test look at a guest, and checks that it leaves nothing. */
async function withGuest(
  runner: typeof prefixed,
  look: (guest: Guest) => Promise<void>,
  handler = 'environment',
): Promise<void> {
  const path = join(projectRoot(), 'harness/testing/handlers', `${handler}.ts`);
  const packaged = await runner.package(testWorkload(handler, path), packageContext('/nowhere'));
  const launch = await observeLaunch();
  const instance = await packaged.launch(launch.context);
  try {
    const [id = 'none'] = await containersOf(runId);
    await look({ instance, inspected: await engine.docker.getContainer(id).inspect() });
  } finally {
    await instance.stop();
  }
  expect(await finishLaunch(launch)).toEqual([]);
}

const call = async (instance: Instance): Promise<unknown> =>
  JSON.parse(Buffer.from(await instance.invoke(Buffer.from('null'))).toString());

const programs = async ({ supportProcesses }: Instance): Promise<string[]> =>
  ((await supportProcesses?.()) ?? []).map(({ name }) => name.replace(/-v\d$|-runc.*$/, ''));

describeWithEngine('container:host-network', () => {
  afterAll(async () => expect(await containersOf(runId)).toEqual([]));
  testRunner(hostNetwork, { leftovers: () => containersOf(runId), sharesGuests: true });

  it("listens on this machine's loopback address, with nothing between", () =>
    withGuest(hostNetwork, async ({ instance, inspected }) => {
      expect(inspected.HostConfig.NetworkMode).toBe('host');
      expect(inspected.NetworkSettings.Ports).toEqual({});
      expect(instance.endpoint?.origin).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
      expect(await programs(instance)).not.toContain('docker-proxy');
      expect(await programs(instance)).toHaveLength(1);
      expect(await call(instance)).toEqual(GUEST_ENVIRONMENT);
    }));
});

describeWithEngine('container:no-network', () => {
  afterAll(async () => expect(await containersOf(runId)).toEqual([]));
  afterAll(() => removeImages(PREFIX));
  testRunner(noNetwork, { leftovers: () => containersOf(runId), sharesGuests: true });

  it('is called through a socket in the one folder that it shares', () =>
    withGuest(noNetwork, async ({ instance, inspected }) => {
      expect(inspected.HostConfig.NetworkMode).toBe('none');
      expect(inspected.NetworkSettings.Ports).toEqual({});
      const socketPath = instance.endpoint?.socketPath ?? '';
      expect((await stat(socketPath)).isSocket()).toBe(true);
      expect(inspected.Mounts.map(({ Source }) => Source)).toEqual([join(socketPath, '..')]);
      expect(await programs(instance)).toHaveLength(1);
      expect(await programs(instance)).not.toContain('docker-proxy');
      expect(await call(instance)).toEqual(GUEST_ENVIRONMENT);
    }));

  it('cannot be started where its socket would have too long a path', async () => {
    const path = join(projectRoot(), 'harness/testing/handlers/echo.ts');
    const packaged = await noNetwork.package(testWorkload('echo', path), packageContext('/nowhere'));
    const launch = await observeLaunch();
    const scratchDir = `${launch.context.scratchDir}/${'x'.repeat(100)}`;
    await expect(packaged.launch({ ...launch.context, scratchDir })).rejects.toMatchObject({
      code: 'SOCKET_PATH_TOO_LONG',
      remedy: expect.stringContaining('TMPDIR'),
    });
    expect(await finishLaunch(launch)).toEqual([]);
  });
});

// What an engine in a virtual machine gets, or one with SELinux.
describe('a network variant whose engine shares no folder with the harness', () => {
  const elsewhere = containerRunner({ channel: 'attached' });

  it.each(['host-network', 'no-network'])('%s is said to be impossible', async (name) => {
    const probe = await elsewhere.probe(name);
    const { available } = await elsewhere.probe();
    if (!available) return expect(probe).toMatchObject({ available: false });
    expect(probe).toMatchObject({
      available: false,
      reason: expect.stringContaining(`container:${name} needs`),
      remedy: expect.stringContaining('use the runner container'),
    });
  });
});
