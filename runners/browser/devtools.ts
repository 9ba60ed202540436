import { WebSocket } from 'undici';
import { ColdbenchError } from '../../harness/model/errors.ts';

type Json = Readonly<Record<string, unknown>>;

interface Answer {
  readonly id?: number;
  readonly result?: Json;
  readonly error?: { readonly message: string };
}

interface Waiting {
  resolve(result: Json): void;
  reject(error: Error): void;
}

/**
 * The browser's debugging protocol over one connection: what a call needs and no more. A client that drives whole pages
 * would ask the browser for much besides, inside the time that is measured.
 */
export class DevTools {
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.addEventListener('message', ({ data }) => this.#settle(JSON.parse(String(data)) as Answer));
    socket.addEventListener('close', () => this.#abandon());
  }

  static connect(url: string): Promise<DevTools> {
    const socket = new WebSocket(url);
    return new Promise((resolve, reject) => {
      socket.addEventListener('open', () => resolve(new DevTools(socket)));
      socket.addEventListener('error', ({ message }) =>
        reject(new ColdbenchError('CALL_FAILED', `The browser cannot be reached: ${message}`)),
      );
    });
  }

  /** @throws ColdbenchError `CALL_FAILED` when the browser refuses, or is gone before it answers. */
  send(method: string, params: Json = {}, sessionId?: string): Promise<Json> {
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise((resolve, reject) => {
      if (this.#socket.readyState !== WebSocket.OPEN) return reject(gone());
      this.#waiting.set(id, { resolve, reject });
      this.#socket.send(JSON.stringify({ id, method, params, ...(sessionId && { sessionId }) }));
    });
  }

  close(): void {
    this.#socket.close();
    this.#abandon();
  }

  #settle({ id, result = {}, error }: Answer): void {
    const waiting = id === undefined ? undefined : this.#waiting.get(id);
    if (id === undefined || !waiting) return;
    this.#waiting.delete(id);
    if (error) waiting.reject(new ColdbenchError('CALL_FAILED', `The browser refused: ${error.message}`));
    else waiting.resolve(result);
  }

  #abandon(): void {
    for (const { reject } of this.#waiting.values()) reject(gone());
    this.#waiting.clear();
  }
}

const gone = (): ColdbenchError =>
  new ColdbenchError('CALL_FAILED', 'The browser did not answer: it is gone.');
