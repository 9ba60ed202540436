import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ColdbenchError } from '../../harness/model/errors.ts';
import type { Announcement, Stamps } from './guest/messages.ts';

export interface SiteFile {
  readonly type: string;
  readonly content: Uint8Array;
}

/** The files that a page is made of, by path. */
export type SiteFiles = ReadonlyMap<string, SiteFile>;

/** The server of one page, on loopback: the page is fetched from it, and announces itself to it. */
export interface Site {
  readonly url: string;
  /** The page has been loaded, and asks for its worker. */
  readonly workerAsked: Promise<void>;
  /** What the page announced: milliseconds since its navigation began. */
  readonly stampsMs: Promise<Stamps>;
  close(): void;
}

export async function openSite(files: SiteFiles): Promise<Site> {
  const asked = deferred<void>();
  const loaded = deferred<Stamps>();
  // Nobody waits for it any more when the launch fails for another reason.
  loaded.promise.catch(() => undefined);
  const server = createServer(async (request, response) => {
    if (request.method === 'POST') {
      const announcement = JSON.parse(await readBody(request)) as Announcement;
      response.writeHead(204).end();
      if ('failure' in announcement) loaded.reject(notLoaded(announcement.failure));
      else loaded.resolve(announcement.stampsMs);
    } else {
      if (request.url === '/worker.js') asked.resolve();
      sendFile(files, request, response);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    workerAsked: asked.promise,
    stampsMs: loaded.promise,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

interface Deferred<T> {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
  readonly reject: (reason: Error) => void;
}

function deferred<T>(): Deferred<T> {
  let settle: Omit<Deferred<T>, 'promise'> = { resolve: () => undefined, reject: () => undefined };
  const promise = new Promise<T>((resolve, reject) => {
    settle = { resolve, reject };
  });
  return { promise, ...settle };
}

function sendFile(files: SiteFiles, { url = '' }: IncomingMessage, response: ServerResponse): void {
  const file = files.get(url);
  if (!file) return void response.writeHead(404).end();
  const headers = { 'content-type': file.type, 'content-length': file.content.length };
  response.writeHead(200, { ...headers, 'cache-control': 'no-store' }).end(file.content);
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

const notLoaded = (why: string): ColdbenchError =>
  new ColdbenchError('GUEST_FAILED', `The module does not load in the browser: ${why}`, {
    remedy: 'Check that the module loads without Node, and exports `handler(event)`.',
  });
