import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../../harness/project-root.ts';
import { testRunner } from '../../harness/testing/conformance.ts';
import {
  finishLaunch,
  isAlive,
  observeLaunch,
  packageContext,
  testWorkload,
} from '../../harness/testing/launching.ts';
import { describeWithRunner } from '../../harness/testing/runner-needed.ts';
import { bootsWithin } from './acceleration.ts';
import { findMachine } from './find-machine.ts';
import { runner } from './index.ts';

const handlerAt = (name: string) =>
  testWorkload(name, join(projectRoot(), 'harness/testing/handlers', `${name}.ts`));

const found = await runner.probe();
/** A translator boots each of its many machines for seconds: the whole suite is run by hand there. */
const slow = found.available && found.variant === 'tcg' && process.env.COLDBENCH_TEST_EMULATED !== '1';

await describeWithRunner('a machine of its own', runner, () => {
  let cacheDir: string;
  beforeAll(async () => {
    cacheDir = await mkdtemp(join(tmpdir(), 'coldbench-test-microvm-'));
  });
  afterAll(() => rm(cacheDir, { recursive: true, force: true }));

  describe.skipIf(slow)(
    `every promise of a runner${slow ? ' (skipped: COLDBENCH_TEST_EMULATED=1 runs it)' : ''}`,
    () => {
      // The translator's code takes its part of the host's memory, beside the guest's half gibibyte.
      testRunner(runner, {
        leftovers: async () => [],
        sharesGuests: true,
        largestEventBytes: 100_000,
        rssBelowBytes: 1.2e9,
      });
    },
  );

  it('answers events of one byte and of many, and leaves nothing', async () => {
    const packaged = await runner.package(handlerAt('echo'), packageContext(cacheDir));
    const launch = await observeLaunch();
    const instance = await packaged.launch(launch.context);
    for (const text of ['ä', 'x'.repeat(50_000)]) {
      const answer = await instance.invoke(Buffer.from(JSON.stringify(text)));
      expect(JSON.parse(Buffer.from(answer).toString())).toMatchObject({ event: text });
    }
    await instance.stop();
    await instance.stop();
    expect(launch.pids.filter(isAlive)).toEqual([]);
    expect(await finishLaunch(launch)).toEqual([]);
  });

  it('says that a translator runs it, if one does, and in which way it runs', async () => {
    const probe = await runner.probe();
    if (!probe.available) throw new Error(probe.reason);
    expect(probe.emulated !== undefined).toBe(probe.variant === 'tcg');
    const { details } = await runner.package(handlerAt('echo'), packageContext(cacheDir));
    expect(details.accelerator).toBe(probe.variant);
  });

  it("ends with the guest: a handler's exit is told, and leaves no machine", async () => {
    const packaged = await runner.package(handlerAt('exits-at-call'), packageContext(cacheDir));
    const launch = await observeLaunch();
    const instance = await packaged.launch(launch.context);
    await expect(instance.invoke(Buffer.from('null'))).rejects.toThrow(/it ended with code 7/);
    // The kernel of a machine without a first process stops; QEMU then exits by itself.
    await expect.poll(() => launch.pids.filter(isAlive), { timeout: 30_000 }).toEqual([]);
    await instance.stop();
    expect(await finishLaunch(launch)).toEqual([]);
  });

  it('finds out whether guests run by trying one, and gives up on one that takes too long', async () => {
    const machine = await findMachine();
    if (machine.qemu === null) throw new Error(machine.reason);
    await expect(bootsWithin(machine.qemu, machine.kernel, 'tcg', 60_000)).resolves.toBe(true);
    await expect(bootsWithin(machine.qemu, machine.kernel, 'tcg', 1)).resolves.toBe(false);
    await expect(bootsWithin('/nowhere/qemu', machine.kernel, 'tcg', 1000)).resolves.toBe(false);
  });
});

describe('findMachine()', () => {
  it.runIf(process.platform === 'linux' && process.arch === 'x64').each([
    [{ COLDBENCH_TOOL_QEMU: '/nowhere/qemu' }, /^\/nowhere\/qemu is not a program/, /qemu-system-x86/],
    [{ PATH: '' }, /^qemu-system-x86_64 is not a program/, /COLDBENCH_TOOL_QEMU/],
    [
      { COLDBENCH_TOOL_QEMU: process.execPath, COLDBENCH_MICROVM_KERNEL: '/nowhere/vmlinuz' },
      /^\/nowhere\/vmlinuz is not a Linux kernel/,
      /Correct COLDBENCH_MICROVM_KERNEL/,
    ],
  ])('says precisely what is missing: %j', async (env, reason, remedy) => {
    const found = await findMachine(env);
    expect(found).toMatchObject({
      qemu: null,
      reason: expect.stringMatching(reason),
      remedy: expect.stringMatching(remedy),
    });
  });
});
