import type { FirstProcess } from '../support/guest-line/kernel-arguments.ts';
import { firstProcessArguments } from '../support/guest-line/kernel-arguments.ts';

/** What runs the guest's instructions: the processor itself, or QEMU's translator. */
export type Accelerator = 'kvm' | 'tcg';

export interface MachineFiles {
  readonly kernel: string;
  /** Without one the kernel finds no root, gives up, and so ends the machine. */
  readonly initramfs?: string;
}

/** The translator takes the string instructions that these announce byte by byte; without them kernel and C library copy words. */
const CPUS: Readonly<Record<Accelerator, string>> = { kvm: 'host', tcg: 'max,erms=off,fsrm=off' };
const MEMORY_MIB = 512;
/** The first port is the console; the second is the line to the harness, which is the gate's channel. */
export const LINE_DEVICE = '/dev/ttyS1';
const LINE_DESCRIPTOR = 3;

/**
 * Nothing is looked for that is not there, nothing waits for a user, and the end of the first process is the end of the
 * machine: the kernel panics, does not wait (`panic=-1`), and its restart makes QEMU exit (`-no-reboot`).
 */
const KERNEL_PARAMETERS = [
  'console=ttyS0',
  'quiet',
  'reboot=t',
  'panic=-1',
  'mitigations=off',
  'nosmp',
  'tsc=reliable',
  'no_timer_check',
  'random.trust_cpu=on',
  'cryptomgr.notests',
  'nokaslr',
  'pci=off',
  '8250.nr_uarts=2',
];

/** QEMU's `microvm`: no firmware tables, no PCI, no disk, no network; two serial ports. */
export function qemuArguments(
  accelerator: Accelerator,
  { kernel, initramfs }: MachineFiles,
  first?: FirstProcess,
): string[] {
  const parameters = [...KERNEL_PARAMETERS, ...(first ? firstProcessArguments(first) : [])];
  return [
    '-M',
    `microvm,acpi=off,accel=${accelerator}`,
    '-cpu',
    CPUS[accelerator],
    '-m',
    `${MEMORY_MIB}`,
    '-nodefaults',
    '-no-user-config',
    '-no-reboot',
    '-display',
    'none',
    '-serial',
    'stdio',
    ...(first
      ? [
          '-chardev',
          `socket,id=line,fd=${LINE_DESCRIPTOR}`,
          '-device',
          'isa-serial,chardev=line,iobase=0x2f8,irq=3',
        ]
      : []),
    '-kernel',
    kernel,
    ...(initramfs === undefined ? [] : ['-initrd', initramfs]),
    '-append',
    parameters.join(' '),
  ];
}
