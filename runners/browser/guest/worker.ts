// The web worker of the `browser` packaging: the workload, without a page's thread to block.
import { handler } from 'coldbench:workload';
import { errorBody, respond } from '../../support/guest/respond.ts';
import type { FromWorker, ToWorker } from './messages.ts';

const loadedAtMs = performance.timeOrigin + performance.now();

/** What a worker's own global scope has, and Node's types do not know. */
interface WorkerScope {
  onmessage: (event: { readonly data: ToWorker }) => void;
  postMessage(message: FromWorker): void;
}
const scope = globalThis as unknown as WorkerScope;

async function answer({ id, body }: ToWorker): Promise<FromWorker> {
  try {
    return { id, reply: { answer: await respond(handler, body) } };
  } catch (error) {
    return { id, reply: { failure: errorBody(error) } };
  }
}

scope.onmessage = async ({ data }) => scope.postMessage(await answer(data));
scope.postMessage({ loadedAtMs });
