import type { FromWorker, Reply, Stamps, ToWorker } from './messages.ts';

/** What a worker's own global scope has, and Node's types do not know. */
interface WorkerScope {
  onmessage: (event: { readonly data: ToWorker }) => void;
  postMessage(message: FromWorker): void;
}

/** Comparable with the page's, whose clock began earlier. */
export const nowMs = (): number => performance.timeOrigin + performance.now();

/** Answers the page's calls from now on, and tells it so. */
export function serveCalls(respondTo: (body: string) => Promise<Reply>, stampsMs: Stamps): void {
  const scope = globalThis as unknown as WorkerScope;
  scope.onmessage = async ({ data: { id, body } }) => {
    scope.postMessage({ id, reply: await respondTo(body) });
  };
  scope.postMessage({ stampsMs });
}
