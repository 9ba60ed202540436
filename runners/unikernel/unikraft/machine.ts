import { ColdbenchError } from '../../../harness/model/errors.ts';
import type { Accelerator } from '../../microvm/machine.ts';
import { GUEST_PORT } from '../http-machine.ts';
import { PROGRAM } from './image.ts';

export interface UnikraftMachine {
  readonly kernel: string;
  readonly root: string;
  readonly node: string;
  readonly accelerator: Accelerator;
  readonly environment: Readonly<Record<string, string>>;
}

const MEMORY_MIB = 1024;
/** The guest's address in the network that QEMU makes, and the way out of it. */
const NETWORK = '10.0.2.15/24:10.0.2.2';
/** For kernels that mount what they are told to; those that mount the archive by themselves pass over it. */
const ROOT = 'initrd0:/:extract::ramfs=1:';
/** The program's standard output is the machine's console. */
const READY_CHANNEL = '1';

/** As a PC; the kernel is started directly, with its parameters, `--`, and the program's arguments. */
export const machineArguments = (machine: UnikraftMachine): string[] => [
  ...['-machine', 'q35', '-accel', machine.accelerator],
  ...['-cpu', machine.accelerator === 'kvm' ? 'host' : 'max', '-m', `${MEMORY_MIB}`],
  ...['-nodefaults', '-no-user-config', '-no-reboot', '-display', 'none'],
  ...['-kernel', machine.kernel, '-initrd', machine.root, '-append', commandLine(machine)],
];

/** https://unikraft.org/docs/concepts/command-line */
function commandLine({ node, environment }: UnikraftMachine): string {
  const variables = Object.entries(environment).map(([name, value]) => quoted(name, value));
  const parameters = [
    `netdev.ip=${NETWORK}`,
    `vfs.fstab=[ "${ROOT}" ]`,
    `env.vars=[ ${variables.join(' ')} ]`,
  ];
  return [...parameters, '--', node, PROGRAM, READY_CHANNEL, '0.0.0.0', `${GUEST_PORT}`].join(' ');
}

/** @throws ColdbenchError `ENVIRONMENT_UNFIT` for what cannot be said so. */
function quoted(name: string, value: string): string {
  if (!/["\n\]]/.test(value)) return /\s/.test(value) ? `"${name}=${value}"` : `${name}=${value}`;
  const message = `Unikraft cannot be handed the variable ${name}.`;
  throw new ColdbenchError('ENVIRONMENT_UNFIT', message, {
    remedy: 'Use no quotation marks, brackets or newlines in values.',
  });
}
