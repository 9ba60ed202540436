import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type GatedProcess, prepareGate } from '../../harness/experiment/gate.ts';
import type { Instance, LaunchContext, ResourceReading } from '../runner.ts';
import { type Initramfs, PROGRAM } from '../support/guest-line/initramfs.ts';
import { GuestLine } from '../support/guest-line/line.ts';
import { groupPids, readProcesses } from '../support/process-group.ts';
import { readProcess, unreadable } from '../support/process-resources.ts';
import { MACHINE_REPORT } from '../support/whole-machine.ts';
import { LINE_DEVICE, LINE_WINDOW_BYTES, umlArguments } from './machine.ts';

/** One cold start of a kernel that is a process, from its `exec` to the guest's word that it can be called. */
export async function launchUml(uml: string, root: Initramfs, context: LaunchContext): Promise<Instance> {
  const folder = join(context.scratchDir, context.trialId);
  await mkdir(folder);
  const gated = await prepare(uml, root, folder, context).catch(async (error: unknown) => {
    await rm(folder, { recursive: true });
    throw error;
  });
  const stop = async (): Promise<void> => {
    await gated.stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const line = new GuestLine(gated, LINE_WINDOW_BYTES);
    await context.beforeLaunch();
    context.mark('launch');
    gated.open();
    await line.awaitReady(context.signal, () => context.mark('ready'));
    context.report(MACHINE_REPORT);
    return {
      invoke: (input) => line.call(input),
      endpoint: null,
      readResources: () => readUml(gated.pid),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function prepare(
  uml: string,
  root: Initramfs,
  folder: string,
  { environment, signal, journal }: LaunchContext,
): Promise<GatedProcess> {
  const first = { program: root.node, args: [PROGRAM, LINE_DEVICE, `${LINE_WINDOW_BYTES}`], environment };
  const gated = await prepareGate({
    command: uml,
    args: umlArguments(root.file, folder, first),
    cwd: folder,
    environment,
    signal,
  });
  journal(gated.pid);
  return gated;
}

/**
 * The kernel has touched every page that its machine uses, and so has them all in its resident set. The guest's
 * instructions run in processes of their own, which share those pages; helpers of the kernel share all of its memory, so
 * that no sum of proportional sets is right.
 */
async function readUml(pid: number): Promise<ResourceReading> {
  const [kernel, { cpuNs, majorFaults, minorFaults }] = await Promise.all([
    readProcess(pid),
    readProcesses(groupPids(pid)),
  ]);
  return {
    ...unreadable(`the kernel's process for memory, all of its group for the rest: ${kernel.source}`),
    rssBytes: kernel.rssBytes,
    peakRssBytes: kernel.peakRssBytes,
    ...{ cpuNs, majorFaults, minorFaults },
  };
}
