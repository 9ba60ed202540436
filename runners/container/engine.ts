import http from 'node:http';
import https from 'node:https';
import { inspect } from 'node:util';
import Docker from 'dockerode';
import { ColdbenchError, messageOf } from '../../harness/model/errors.ts';
import type { Ms } from '../../harness/model/units.ts';
import { NoAnswer, within } from './waiting.ts';

/** A container engine that speaks the Docker Engine API: Docker itself, or Podman's service. */
export interface Engine {
  readonly docker: Docker;
  /** Where it answers, as one would write it in DOCKER_HOST. */
  readonly url: string;
  /** Gives up on all requests that it has not answered; they would keep this process from ending. */
  disconnect(): void;
}

/** Connections are kept alive: after a ping, a timed request never pays for a new one. */
export function engineAt(url: string): Engine {
  const local = /^(?:unix|npipe):\/\/(.+)$/.exec(url)?.[1];
  // An empty `host` keeps dockerode from preferring what DOCKER_HOST says; for tcp:// it reads TLS settings there.
  const docker = local === undefined ? new Docker() : new Docker({ socketPath: local, host: '' });
  const options = { keepAlive: true };
  // The client takes an agent, which its types do not know.
  const modem = docker.modem as { protocol?: string; agent?: http.Agent };
  const agent = modem.protocol === 'https' ? new https.Agent(options) : new http.Agent(options);
  // For a debug line that nobody reads, the client describes every request with all that hangs on its agent, while the
  // clock runs: 1.5 ms a request with one connection, 5.5 ms with 16, and seconds when 16 containers start at once.
  Object.defineProperty(agent, inspect.custom, { value: () => '(agent)' });
  modem.agent = agent;
  return { docker, url, disconnect: () => agent.destroy() };
}

const ANSWER_TIMEOUT_MS: Ms = 30_000;

/**
 * Waits for the engine's answer to one request.
 * @throws ColdbenchError `ENGINE_REFUSED` with the engine's own words, or `ENGINE_LOST` when it does not answer.
 */
export async function ask<T>(
  engine: Engine,
  what: string,
  request: Promise<T>,
  timeoutMs: Ms = ANSWER_TIMEOUT_MS,
): Promise<T> {
  try {
    return await within(timeoutMs, request);
  } catch (cause) {
    if (cause instanceof NoAnswer) engine.disconnect();
    if (httpStatus(cause) === null) throw engineLost(engine, what, cause);
    throw new ColdbenchError(
      'ENGINE_REFUSED',
      `The container engine could not ${what}: ${engineWords(cause)}`,
      {
        cause,
      },
    );
  }
}

export function engineLost(engine: Engine, what: string, cause: unknown): ColdbenchError {
  const message = `The container engine at ${engine.url} went away while asked to ${what}: ${messageOf(cause)}`;
  const remedy =
    'Start the engine again and repeat the run; coldbench first removes what is left of the interrupted one.';
  return new ColdbenchError('ENGINE_LOST', message, { remedy, cause });
}

/** The HTTP status of a refusal; null when the engine did not answer at all. */
export function httpStatus(error: unknown): number | null {
  const from = error instanceof ColdbenchError ? error.cause : error;
  return (from as { statusCode?: number } | null)?.statusCode ?? null;
}

/** What the engine said, without the client's framing. */
function engineWords(error: unknown): string {
  return ((error as { json?: { message?: string } }).json?.message ?? messageOf(error)).trim();
}
