import { randomInt } from 'node:crypto';
import { prepareGate } from '../../harness/experiment/gate.ts';
import type { Instance, LaunchContext } from '../runner.ts';
import { HttpClient } from '../support/http-client.ts';
import { awaitReady } from '../support/ready.ts';
import { MACHINE_REPORT, readMachine } from '../support/whole-machine.ts';
import { MachineConsole } from './machine-console.ts';

/** Where the guest listens in its own network. */
export const GUEST_PORT = 8080;
/** The gate's channel: the harness's end of the machine's console. */
const CONSOLE_DESCRIPTOR = 3;

/** QEMU and its arguments but for console and network, which are the same for all. */
export interface HttpMachine {
  readonly qemu: string;
  readonly args: readonly string[];
}

/** One cold start of a machine whose kernel has one program only, from QEMU's `exec` to the program's own word. */
export async function launchHttpMachine(machine: HttpMachine, context: LaunchContext): Promise<Instance> {
  const address = loopbackAddress();
  const gated = await prepareGate({
    command: machine.qemu,
    args: [...machine.args, ...consoleAndNetwork(address)],
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

const consoleAndNetwork = (address: string): string[] => [
  ...['-chardev', `socket,id=console,fd=${CONSOLE_DESCRIPTOR}`, '-serial', 'chardev:console'],
  ...['-netdev', `user,id=net,hostfwd=tcp:${address}:${GUEST_PORT}-:${GUEST_PORT}`],
  ...['-device', 'virtio-net-pci,netdev=net'],
];
