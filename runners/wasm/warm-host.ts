import { prepareGate } from '../../harness/experiment/gate.ts';
import type { Instance, LaunchContext } from '../runner.ts';
import { guestInstance, READY_DESCRIPTOR } from '../support/guest-process.ts';
import { awaitReady } from '../support/ready.ts';

export interface WarmHost {
  /** Absolute path of the host's program. */
  readonly program: string;
  /** The artifact's folder, with bindings and core modules. */
  readonly folder: string;
}

/**
 * A new instance in a host that runs and listens already, and has compiled the component. `launch` is the request for
 * the instance. A host is new for each trial, and makes no other instance, so that no trial profits from another.
 */
export async function launchInWarmHost(
  { program, folder }: WarmHost,
  context: LaunchContext,
): Promise<Instance> {
  const gated = await prepareGate({
    command: context.nodePath,
    args: [program, READY_DESCRIPTOR, '127.0.0.1', '0', folder],
    cwd: context.scratchDir,
    environment: context.environment,
    signal: context.signal,
  });
  context.journal(gated.pid);
  try {
    gated.open();
    const { port } = await awaitReady(gated, context.signal, () => undefined);
    await context.beforeLaunch();
    const instantiated = awaitReady(gated, context.signal, () => context.mark('ready'));
    context.mark('launch');
    gated.signalOnStdin();
    context.report(await instantiated);
    return guestInstance(gated, port);
  } catch (error) {
    await gated.stop();
    throw error;
  }
}
