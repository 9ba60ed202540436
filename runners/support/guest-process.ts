import { type GatedProcess, prepareGate } from '../../harness/experiment/gate.ts';
import type { Instance, LaunchContext } from '../runner.ts';
import { HttpClient } from './http-client.ts';
import { readProcess } from './process-resources.ts';
import { awaitReady } from './ready.ts';

/** A program that serves HTTP on a loopback port of its own choice; run by the context's Node unless it says otherwise. */
export interface GuestProgram {
  /** Another program than the context's Node, absolute. */
  readonly command?: string;
  /** What stands before the program. */
  readonly commandArguments?: readonly string[];
  /** Absolute path of what the command runs; null when the command is the guest itself. */
  readonly program: string | null;
  /** What the guest calls its ready channel. */
  readonly channel?: string;
  /** What this packaging sets besides the environment of all guests. */
  readonly environment?: Readonly<Record<string, string>>;
  /** What the program gets after the ready channel, the address and the port. */
  readonly programArguments?: readonly string[];
  /** What a call says of itself besides, or instead of, what all calls say. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** The descriptor that the starting gate leaves open for the ready message. */
export const READY_DESCRIPTOR = '3';

/** One cold start of a fresh Node process behind the starting gate. */
export async function launchGuestProcess(guest: GuestProgram, context: LaunchContext): Promise<Instance> {
  const gated = await prepareGate({
    command: guest.command ?? context.nodePath,
    args: [
      ...(guest.commandArguments ?? []),
      ...(guest.program === null ? [] : [guest.program]),
      guest.channel ?? READY_DESCRIPTOR,
      '127.0.0.1',
      '0',
      ...(guest.programArguments ?? []),
    ],
    cwd: context.scratchDir,
    environment: { ...context.environment, ...guest.environment },
    signal: context.signal,
  });
  context.journal(gated.pid);
  try {
    await context.beforeLaunch();
    context.mark('launch');
    gated.open();
    const ready = await awaitReady(gated, context.signal, () => context.mark('ready'));
    context.report(ready);
    return guestInstance(gated, ready.port, guest.headers);
  } catch (error) {
    await gated.stop();
    throw error;
  }
}

/** A guest that serves HTTP on this loopback port. */
export function guestInstance(
  gated: GatedProcess,
  port: number | undefined,
  headers: GuestProgram['headers'] = {},
): Instance {
  const client = new HttpClient(`http://127.0.0.1:${port}`, '/', headers);
  return {
    invoke: (input) => client.post(input),
    endpoint: client.endpoint,
    readResources: () => readProcess(gated.pid),
    stop: async () => {
      await gated.stop();
      await client.close();
    },
  };
}
