import type { Instance, LaunchContext } from '../runner.ts';
import { type Initramfs, PROGRAM } from '../support/guest-line/initramfs.ts';
import { launchOnLine } from '../support/guest-line/launch.ts';
import { readMachine } from '../support/whole-machine.ts';
import { type Accelerator, LINE_DEVICE, qemuArguments } from './machine.ts';

export interface MicroVm {
  readonly qemu: string;
  readonly accelerator: Accelerator;
  readonly kernel: string;
  readonly root: Initramfs;
}

/** One cold start of a whole machine, from QEMU's `exec` to the guest's word that it can be called. */
export function launchMicroVm(vm: MicroVm, context: LaunchContext): Promise<Instance> {
  const first = {
    program: vm.root.node,
    args: [PROGRAM, LINE_DEVICE],
    environment: context.environment,
  };
  const files = { kernel: vm.kernel, initramfs: vm.root.file };
  const machine = {
    command: vm.qemu,
    args: qemuArguments(vm.accelerator, files, first),
    cwd: context.scratchDir,
    readResources: readMachine,
  };
  return launchOnLine(machine, context);
}
