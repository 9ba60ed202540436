import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Instance, LaunchContext, ResourceReading } from '../runner.ts';
import { type Initramfs, PROGRAM } from '../support/guest-line/initramfs.ts';
import { type LineMachine, launchOnLine } from '../support/guest-line/launch.ts';
import { GuestLine } from '../support/guest-line/line.ts';
import { groupPids, readProcesses } from '../support/process-group.ts';
import { readProcess, unreadable } from '../support/process-resources.ts';
import { LINE_DEVICE, LINE_WINDOW_BYTES, umlArguments } from './machine.ts';

/** One cold start of a kernel that is a process, in a folder of its own. */
export async function launchUml(uml: string, root: Initramfs, context: LaunchContext): Promise<Instance> {
  const folder = join(context.scratchDir, context.trialId);
  await mkdir(folder);
  const clear = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    const instance = await launchOnLine(machineIn(folder, uml, root, context), context);
    const stop = async (): Promise<void> => {
      await instance.stop();
      await clear();
    };
    return { ...instance, stop };
  } catch (error) {
    await clear();
    throw error;
  }
}

const machineIn = (
  folder: string,
  uml: string,
  root: Initramfs,
  { environment }: LaunchContext,
): LineMachine => ({
  command: uml,
  args: umlArguments(root.file, folder, {
    program: root.node,
    args: [PROGRAM, LINE_DEVICE, `${LINE_WINDOW_BYTES}`],
    environment,
  }),
  cwd: folder,
  openLine: (gated) => new GuestLine(gated, LINE_WINDOW_BYTES),
  readResources: readUml,
});

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
