import { randomInt } from 'node:crypto';
import { createInterface } from 'node:readline';
import { PassThrough } from 'node:stream';
import { type GatedProcess, prepareGate } from '../../harness/experiment/gate.ts';
import type { Accelerator } from '../microvm/machine.ts';
import type { Instance, LaunchContext } from '../runner.ts';
import { HttpClient } from '../support/http-client.ts';
import { awaitReady, type Starting } from '../support/ready.ts';
import { MACHINE_REPORT, readMachine } from '../support/whole-machine.ts';
import { GUEST_PORT } from './image.ts';

export interface Unikernel {
  readonly qemu: string;
  readonly accelerator: Accelerator;
  readonly disk: string;
}

/** One cold start of a machine whose kernel has one program only, from QEMU's `exec` to the program's own word. */
export async function launchUnikernel(unikernel: Unikernel, context: LaunchContext): Promise<Instance> {
  const address = loopbackAddress();
  const gated = await prepareGate({
    command: unikernel.qemu,
    args: machineArguments(unikernel, address),
    cwd: context.scratchDir,
    environment: context.environment,
    signal: context.signal,
  });
  context.journal(gated.pid);
  try {
    const console = new MachineConsole(gated);
    await context.beforeLaunch();
    context.mark('launch');
    gated.open();
    await awaitReady(console, context.signal, () => context.mark('ready'));
    context.report(MACHINE_REPORT);
    const client = new HttpClient(`http://${address}:${GUEST_PORT}`);
    return {
      invoke: (input) => client.post(input),
      endpoint: client.endpoint,
      readResources: () => readMachine(gated.pid),
      stop: async () => {
        await gated.stop();
        await client.close();
      },
    };
  } catch (error) {
    await gated.stop();
    throw error;
  }
}

/** All of 127/8 is this machine: with an address of its own no guest can meet another one's port. */
const loopbackAddress = (): string => `127.${randomInt(1, 255)}.${randomInt(1, 255)}.${randomInt(1, 255)}`;

const MEMORY_MIB = 512;
const CONSOLE_DESCRIPTOR = 3;

/** As Nanos wants a PC: disk, network and randomness by virtio; an exit of the program is an exit of QEMU. */
function machineArguments({ accelerator, qemu: _, disk }: Unikernel, address: string): string[] {
  return [
    ...['-machine', 'q35', '-accel', accelerator, '-cpu', accelerator === 'kvm' ? 'host' : 'max'],
    ...['-m', `${MEMORY_MIB}`, '-nodefaults', '-no-user-config', '-no-reboot', '-display', 'none'],
    ...['-chardev', `socket,id=console,fd=${CONSOLE_DESCRIPTOR}`, '-serial', 'chardev:console'],
    ...[
      '-drive',
      `if=none,id=disk,format=raw,snapshot=on,file=${disk}`,
      '-device',
      'virtio-blk-pci,drive=disk',
    ],
    ...['-netdev', `user,id=net,hostfwd=tcp:${address}:${GUEST_PORT}-:${GUEST_PORT}`],
    ...['-device', 'virtio-net-pci,netdev=net', '-device', 'virtio-rng-pci', '-device', 'isa-debug-exit'],
  ];
}

const READY_LINE = /^\{.*"nowNs":"\d+"\}$/;
const LONGEST_TAIL = 2000;

/** The console has the kernel's words and the program's; one line of them is the guest's announcement. */
class MachineConsole implements Starting {
  readonly channel = new PassThrough();
  readonly exited: Starting['exited'];
  #said = '';
  readonly #gated: GatedProcess;

  constructor(gated: GatedProcess) {
    this.#gated = gated;
    this.exited = gated.exited;
    createInterface({ input: gated.channel }).on('line', (text) => {
      const line = text.trimEnd();
      if (READY_LINE.test(line)) this.channel.write(`${line}\n`);
      else this.#said = `${this.#said}${line}\n`.slice(-LONGEST_TAIL);
    });
  }

  /** What QEMU itself printed comes first. */
  get outputTail(): string {
    return `${this.#gated.outputTail}${this.#said}`.trim();
  }
}
