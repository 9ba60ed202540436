import { ColdbenchError } from '../../../harness/model/errors.ts';
import type { GuestReport, Instance, LaunchContext } from '../../runner.ts';
import { launchOnLine } from '../../support/guest-line/launch.ts';
import { GuestLine } from '../../support/guest-line/line.ts';
import { parseReady } from '../../support/ready.ts';
import { MACHINE_REPORT } from '../../support/whole-machine.ts';
import { FrameChannel } from './channel.ts';
import { CONTRACT, type Solo5Machine } from './machines.ts';

/** One cold start of a unikernel, from the `exec` of what runs it to the guest's word that it can be called. */
export function launchSolo5(machine: Solo5Machine, cwd: string, context: LaunchContext): Promise<Instance> {
  const { command, args, wire, readResources } = machine;
  return launchOnLine(
    {
      ...{ command, args, cwd, readResources },
      openLine: (gated) =>
        new GuestLine({
          channel: new FrameChannel(gated.channel, wire),
          exited: gated.exited,
          get outputTail() {
            return gated.outputTail;
          },
        }),
      reportOf: (said) => reportOf(machine, said),
    },
    context,
  ).catch(withRemedy);
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
