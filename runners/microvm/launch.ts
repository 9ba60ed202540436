import { prepareGate } from '../../harness/experiment/gate.ts';
import type { Instance, LaunchContext } from '../runner.ts';
import { type Initramfs, PROGRAM } from '../support/guest-line/initramfs.ts';
import { GuestLine } from '../support/guest-line/line.ts';
import { MACHINE_REPORT, readMachine } from '../support/whole-machine.ts';
import { type Accelerator, LINE_DEVICE, qemuArguments } from './machine.ts';

export interface MicroVm {
  readonly qemu: string;
  readonly accelerator: Accelerator;
  readonly kernel: string;
  readonly root: Initramfs;
}

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
    context.report(MACHINE_REPORT);
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
