// The script of an image: the workload behind a network device. Frames carry the lines of ../../../support/guest-line.
import { runtimeReadyNs } from './runtime-ready.ts';
import './console.ts';
import { handler } from 'coldbench:workload';
import { errorBody, respond } from '../../../support/guest/respond.ts';
import { readEvent, tell } from './line.ts';
import { decodeUtf8 } from './utf8.ts';

const workloadLoadedNs = solo5.clockMonotonic();

/** The engine runs what is pending whenever this waits for the handler; nothing else runs while it waits for an event. */
async function serve(): Promise<never> {
  for (;;) {
    const event = readEvent();
    try {
      tell('answer', await respond(handler, decodeUtf8(event)));
    } catch (error) {
      tell('error', errorBody(error));
    }
  }
}

tell(
  'ready',
  JSON.stringify({
    nowNs: `${solo5.clockMonotonic()}`,
    milestonesNs: { runtimeReady: `${runtimeReadyNs}`, workloadLoaded: `${workloadLoadedNs}` },
  }),
);
serve().catch((error: unknown) => {
  solo5.consoleWrite(`${error}\n`);
  solo5.exit(1);
});
