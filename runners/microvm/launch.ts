import { prepareGate } from '../../harness/experiment/gate.ts';
import type { GuestMilestone } from '../../harness/model/milestones.ts';
import type { Instance, LaunchContext, ResourceReading } from '../runner.ts';
import { type Initramfs, PROGRAM } from '../support/guest-line/initramfs.ts';
import { GuestLine } from '../support/guest-line/line.ts';
import { readProcess } from '../support/process-resources.ts';
import { type Accelerator, LINE_DEVICE, qemuArguments } from './machine.ts';

export interface MicroVm {
  readonly qemu: string;
  readonly accelerator: Accelerator;
  readonly kernel: string;
  readonly root: Initramfs;
}

const OWN_CLOCK = "the machine's clock begins with its start, and is not the host's";
const UNKNOWN: Readonly<Partial<Record<GuestMilestone, string>>> = {
  processStart: OWN_CLOCK,
  runtimeReady: OWN_CLOCK,
  workloadLoaded: OWN_CLOCK,
};

/** One cold start of a whole machine, from QEMU's `exec` to the guest's word that it can be called. */
export async function launchMicroVm(vm: MicroVm, context: LaunchContext): Promise<Instance> {
  const first = {
    program: vm.root.node,
    args: [PROGRAM, LINE_DEVICE],
    environment: context.environment,
  };
  const files = { kernel: vm.kernel, initramfs: vm.root.file };
  const gated = await prepareGate({
    command: vm.qemu,
    args: qemuArguments(vm.accelerator, files, first),
    cwd: context.scratchDir,
    environment: context.environment,
    signal: context.signal,
  });
  context.journal(gated.pid);
  try {
    const line = new GuestLine(gated);
    await context.beforeLaunch();
    context.mark('launch');
    gated.open();
    await line.awaitReady(context.signal, () => context.mark('ready'));
    context.report({ nowNs: null, milestonesNs: {}, unknown: UNKNOWN });
    return {
      invoke: (input) => line.call(input),
      endpoint: null,
      readResources: () => readMachine(gated.pid),
      stop: () => gated.stop(),
    };
  } catch (error) {
    await gated.stop();
    throw error;
  }
}

/** The machine is one process; what of its memory the guest calls used cannot be told from outside. */
async function readMachine(pid: number): Promise<ResourceReading> {
  const reading = await readProcess(pid);
  return { ...reading, source: `QEMU, the whole machine with its kernel: ${reading.source}` };
}
