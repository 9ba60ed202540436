// The script of the page: starts the worker, says when it is ready, and passes calls on to it.
import type { Announcement, FromWorker, Reply, Stamps, ToWorker } from './messages.ts';

/** What a page has of a web worker, and Node's types do not know. */
declare const Worker: new (
  url: string,
  options: { readonly type: 'module' },
) => {
  onmessage: (event: { readonly data: FromWorker }) => void;
  onerror: (event: { readonly message?: string }) => void;
  postMessage(message: ToWorker): void;
};

const waiting = new Map<number, (reply: Reply) => void>();
let lastId = 0;

const announce = (announcement: Announcement): void => {
  void fetch('/announce', { method: 'POST', body: JSON.stringify(announcement) });
};

const sinceNavigation = (stampsMs: Stamps): Stamps =>
  Object.fromEntries(Object.entries(stampsMs).map(([name, atMs]) => [name, atMs - performance.timeOrigin]));

const worker = new Worker('/worker.js', { type: 'module' });
worker.onerror = ({ message = 'its file cannot be read' }) => announce({ failure: message });
worker.onmessage = ({ data }) => {
  if ('stampsMs' in data) return announce({ stampsMs: sinceNavigation(data.stampsMs) });
  waiting.get(data.id)?.(data.reply);
  waiting.delete(data.id);
};

/** Called by the harness, through the browser's debugging protocol. */
function call(body: string): Promise<Reply> {
  lastId += 1;
  const id = lastId;
  return new Promise((resolve) => {
    waiting.set(id, resolve);
    worker.postMessage({ id, body });
  });
}

Object.assign(globalThis, { coldbenchCall: call });
