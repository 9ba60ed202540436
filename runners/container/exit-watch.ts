import type { IncomingMessage } from 'node:http';
import type Docker from 'dockerode';
import type { Exit } from '../../harness/experiment/gate.ts';
import { type Engine, engineLost, httpStatus } from './engine.ts';

/** The end of a container, watched over one connection on which the engine answers when it comes. */
export interface ExitWatch {
  /** Stays pending when the container is removed instead, or the engine lost. */
  readonly exited: Promise<Exit>;
  /** Rejects with `ENGINE_LOST` when the connection breaks; never resolves. */
  readonly lost: Promise<never>;
}

/** dockerode's own `wait()` never settles when the engine dies, since it overlooks an answer cut short; this does. */
export function watchExit(engine: Engine, container: Docker.Container): ExitWatch {
  const answer = requestWait(engine, container).then(readExit);
  const exited = new Promise<Exit>((resolve) => answer.then(resolve, () => undefined));
  const lost = new Promise<never>((_resolve, reject) => {
    answer.catch((error) => {
      if (httpStatus(error) === null) reject(engineLost(engine, 'watch a container', error));
    });
  });
  // Whoever needs to know races it; nobody else must be disturbed.
  lost.catch(() => undefined);
  return { exited, lost };
}

function requestWait({ docker }: Engine, { id }: Docker.Container): Promise<IncomingMessage> {
  const statusCodes = { 200: true, 404: 'no such container', 500: 'server error' };
  const request = { path: `/containers/${id}/wait?`, method: 'POST', isStream: true, statusCodes };
  return new Promise((resolve, reject) => {
    docker.modem.dial(request, (error: Error | null, response: unknown) =>
      error ? reject(error) : resolve(response as IncomingMessage),
    );
  });
}

/** Engines answer with the status line at once, and with `{"StatusCode": n}` at the container's end. */
async function readExit(response: IncomingMessage): Promise<Exit> {
  let text = '';
  for await (const chunk of response) text += String(chunk);
  return { code: (JSON.parse(text) as { StatusCode: number }).StatusCode, signal: null };
}
