// The web worker of the `browser` packaging: the workload, without a page's thread to block.
import { handler } from 'coldbench:workload';
import { errorBody, respond } from '../../support/guest/respond.ts';
import { nowMs, serveCalls } from './serve-calls.ts';

const workloadLoaded = nowMs();

serveCalls(
  async (body) => {
    try {
      return { answer: await respond(handler, body) };
    } catch (error) {
      return { failure: errorBody(error) };
    }
  },
  { workloadLoaded },
);
