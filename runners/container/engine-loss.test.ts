import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../../harness/project-root.ts';
import {
  finishLaunch,
  isAlive,
  type ObservedLaunch,
  observeLaunch,
  packageContext,
  testWorkload,
} from '../../harness/testing/launching.ts';
import type { PackagedWorkload } from '../runner.ts';
import { removeContainersOfRun, runner } from './index.ts';
import { noPrivateEngine, PrivateEngine } from './testing/private-engine.ts';

const impossible = noPrivateEngine();
const title = 'a container whose engine is lost';
const lost = { code: 'ENGINE_LOST', remedy: expect.stringContaining('Start the engine again') };

// An engine of its own, so that nobody else's containers are disturbed.
describe.skipIf(impossible !== null)(impossible ? `${title} (skipped: ${impossible})` : title, () => {
  const engine = new PrivateEngine();
  const configured = process.env.DOCKER_HOST;
  let launch: ObservedLaunch;

  beforeAll(async () => {
    process.env.DOCKER_HOST = engine.url;
    await engine.start();
  });
  // The next run comes after the engine's restart, and removes what the interrupted one could not.
  afterEach(async () => {
    await engine.start();
    await removeContainersOfRun(launch.context.runId);
    expect(launch.pids.filter(isAlive)).toEqual([]);
    expect(await finishLaunch(launch)).toEqual([]);
  });
  afterAll(async () => {
    if (configured === undefined) delete process.env.DOCKER_HOST;
    else process.env.DOCKER_HOST = configured;
    await engine.close();
  });

  async function packaged(handler: string): Promise<PackagedWorkload> {
    const path = join(projectRoot(), 'harness/testing/handlers', `${handler}.ts`);
    const result = await runner.package(testWorkload(handler, path), packageContext('/nowhere'));
    launch = await observeLaunch();
    return result;
  }

  async function seconds(work: Promise<unknown>): Promise<number> {
    const startNs = process.hrtime.bigint();
    await work;
    return Number(process.hrtime.bigint() - startNs) / 1e9;
  }

  it('fails the call and the stop, and takes its guest with it; the next run removes it', async () => {
    const instance = await (await packaged('never-answers')).launch(launch.context);
    const call = instance.invoke(Buffer.from('null'));
    const callFails = expect(call).rejects.toMatchObject(lost);
    await engine.kill();
    expect(await seconds(callFails)).toBeLessThan(5);
    expect(launch.pids.filter(isAlive)).toHaveLength(1);
    expect(await seconds(expect(instance.stop()).rejects.toMatchObject(lost))).toBeLessThan(5);
    expect(launch.pids.filter(isAlive)).toEqual([]);
    await engine.start();
    expect(await removeContainersOfRun(launch.context.runId)).toBe(1);
  });

  it('fails a launch that waits for its guest', async () => {
    const workload = await packaged('spins-at-load');
    const fails = expect(workload.launch(launch.context)).rejects.toMatchObject(lost);
    await expect.poll(() => launch.pids.length, { timeout: 10_000 }).toBe(1);
    await engine.kill();
    expect(await seconds(fails)).toBeLessThan(5);
  });

  it.each([0, 5, 50, 150])('fails a launch %i ms after its first request', async (afterMs) => {
    const workload = await packaged('spins-at-load');
    const mark = (milestone: string): void => {
      if (milestone === 'launch') setTimeout(() => void engine.kill(), afterMs);
    };
    const context = { ...launch.context, mark };
    expect(await seconds(expect(workload.launch(context)).rejects.toMatchObject(lost))).toBeLessThan(8);
  });

  it('fails a launch, and packaging, when it has stopped before', async () => {
    const workload = await packaged('echo');
    await engine.kill();
    await expect(workload.launch(launch.context)).rejects.toMatchObject(lost);
    await expect(packaged('echo')).rejects.toMatchObject({ code: 'ENGINE_UNAVAILABLE' });
  });

  it('fails a launch, and packaging, when it hangs', async () => {
    const workload = await packaged('echo');
    engine.freeze();
    try {
      expect(await seconds(expect(workload.launch(launch.context)).rejects.toMatchObject(lost))).toBeLessThan(
        8,
      );
      await expect(packaged('echo')).rejects.toThrow(/no answer within 2 s/);
    } finally {
      engine.thaw();
    }
  });

  it('still rejects with the reason of an abort when it is alive', async () => {
    const workload = await packaged('spins-at-load');
    setTimeout(() => launch.abort.abort(new Error('aborted by the test')), 1000);
    await expect(workload.launch(launch.context)).rejects.toThrow('aborted by the test');
  });
});
