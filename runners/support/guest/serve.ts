import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { announce, type Stamps } from './announce.ts';
import { errorBody } from './respond.ts';

/**
 * The guest's HTTP server. Arguments of the guest process: the ready channel, then the address to listen on and
 * the port, where 0 takes a free one; `unix` and the path of a socket for a guest without a network.
 * `tell`: what it says of itself when it is asked by GET, which no timed call does.
 */
export function serve(
  respondTo: (body: string) => Promise<string>,
  stamps: Stamps,
  tell?: () => object,
): void {
  const [, , channel = '3', host = '127.0.0.1', port = '0'] = process.argv;
  const server = createServer((request, response) => {
    if (tell && request.method === 'GET') response.end(JSON.stringify(tell()));
    else void answer(request, response, respondTo);
  });
  // The harness keeps one connection for all calls of a trial, however long it pauses between two of them.
  server.keepAliveTimeout = 0;
  if (host === 'unix') server.listen(port, () => announce(channel, stamps));
  else {
    server.listen(Number(port), host, () => {
      announce(channel, stamps, { port: (server.address() as AddressInfo).port });
    });
  }
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  respondTo: (body: string) => Promise<string>,
): Promise<void> {
  try {
    const output = await respondTo(await readBody(request));
    const bytes = Buffer.from(output);
    response
      .writeHead(200, { 'content-type': 'application/json', 'content-length': bytes.length })
      .end(bytes);
  } catch (error) {
    response.writeHead(500, { 'content-type': 'application/json' }).end(errorBody(error));
  }
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
