import { prepareGate } from '../../../harness/experiment/gate.ts';
import { ColdbenchError } from '../../../harness/model/errors.ts';
import type { GuestReport, Instance, LaunchContext } from '../../runner.ts';
import { GuestLine } from '../../support/guest-line/line.ts';
import { parseReady } from '../../support/ready.ts';
import { MACHINE_REPORT } from '../../support/whole-machine.ts';
import { FrameChannel } from './channel.ts';
import { CONTRACT, type Solo5Machine } from './machines.ts';

/** One cold start of a unikernel, from the `exec` of what runs it to the guest's word that it can be called. */
export async function launchSolo5(
  machine: Solo5Machine,
  artifactFolder: string,
  context: LaunchContext,
): Promise<Instance> {
  const gated = await prepareGate({
    command: machine.command,
    args: machine.args,
    cwd: artifactFolder,
    environment: context.environment,
    signal: context.signal,
  });
  context.journal(gated.pid);
  try {
    const line = new GuestLine({
      channel: new FrameChannel(gated.channel, machine.wire),
      exited: gated.exited,
      get outputTail() {
        return gated.outputTail;
      },
    });
    await context.beforeLaunch();
    context.mark('launch');
    gated.open();
    const said = await line.awaitReady(context.signal, () => context.mark('ready')).catch(withRemedy);
    context.report(reportOf(machine, said));
    return {
      invoke: (input) => line.call(input),
      endpoint: null,
      readResources: () => machine.readResources(gated.pid),
      stop: () => gated.stop(),
    };
  } catch (error) {
    await gated.stop();
    throw error;
  }
}

const NO_WORD_OF_IT = 'the tender says nothing of its start';

function reportOf({ sharesClock }: Solo5Machine, said: Uint8Array): GuestReport {
  if (!sharesClock) return MACHINE_REPORT;
  return { ...parseReady(Buffer.from(said).toString()), unknown: { processStart: NO_WORD_OF_IT } };
}

/** The end of a unikernel may be the module's fault, the image's, or the tender's; what they printed is in the message. */
function withRemedy(error: unknown): never {
  if (!(error instanceof ColdbenchError) || error.code !== 'GUEST_EXITED') throw error;
  throw new ColdbenchError(error.code, error.message, {
    cause: error,
    remedy: `Check that the module loads in an engine without Node, timers and encoders, and that the image is as it has to be: ${CONTRACT}.`,
  });
}
