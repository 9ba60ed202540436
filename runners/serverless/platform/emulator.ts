import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type EnvironmentOptions, ExecutionEnvironment } from './execution-environment.ts';
import { send } from './http.ts';
import { serveInvoke } from './invoke-api.ts';
import { serveRuntime } from './runtime-api.ts';

export interface Emulator {
  readonly environment: ExecutionEnvironment;
  readonly port: number;
  /** Ends what is running, breaks every connection and frees the port; idempotent. */
  close(): Promise<void>;
}

/** Starts the local platform of one execution environment: the Runtime API and the Invoke API on one loopback port. */
export async function startEmulator(options: EnvironmentOptions): Promise<Emulator> {
  const environment = new ExecutionEnvironment(options);
  const server = createServer((request, response) => {
    // A connection that breaks in the middle of a request has nobody left to answer to.
    route(environment, request, response).catch(() => response.destroy());
  });
  // A runtime waits for its next event, and a client for its next call, as long as the harness pauses.
  server.keepAliveTimeout = 0;
  server.requestTimeout = 0;
  await listening(server);
  const close = (): Promise<void> => {
    environment.exited({ code: null, signal: 'SIGKILL' });
    return closed(server);
  };
  return { environment, port: (server.address() as AddressInfo).port, close };
}

async function route(
  environment: ExecutionEnvironment,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (await serveRuntime(environment, request, response)) return;
  if (await serveInvoke(environment, request, response)) return;
  request.resume();
  send(response, 404, Buffer.from('404 page not found\n'), { 'content-type': 'text/plain' });
}

function listening(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
