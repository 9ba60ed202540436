import type { Accelerator } from '../../microvm/machine.ts';
import type { Instance, LaunchContext } from '../../runner.ts';
import { launchHttpMachine } from '../http-machine.ts';

export interface NanosMachine {
  readonly qemu: string;
  readonly accelerator: Accelerator;
  readonly disk: string;
}

export const launchNanos = (machine: NanosMachine, context: LaunchContext): Promise<Instance> =>
  launchHttpMachine({ qemu: machine.qemu, args: machineArguments(machine) }, context);

const MEMORY_MIB = 512;

/** As Nanos wants a PC: disk, network and randomness by virtio; an exit of the program is an exit of QEMU. */
const machineArguments = ({ accelerator, disk }: NanosMachine): string[] => [
  ...['-machine', 'q35', '-accel', accelerator, '-cpu', accelerator === 'kvm' ? 'host' : 'max'],
  ...['-m', `${MEMORY_MIB}`, '-nodefaults', '-no-user-config', '-no-reboot', '-display', 'none'],
  ...[
    '-drive',
    `if=none,id=disk,format=raw,snapshot=on,file=${disk}`,
    '-device',
    'virtio-blk-pci,drive=disk',
  ],
  ...['-device', 'virtio-rng-pci', '-device', 'isa-debug-exit'],
];
