import { Agent, type IncomingHttpHeaders, request } from 'node:http';

const API = '/2018-06-01/runtime';

export interface Answer {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Speaks the Runtime API, one request at a time over one kept-alive connection. */
export class RuntimeClient {
  readonly #host: string;
  readonly #port: string;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 });

  constructor(address: string) {
    const [host = '', port = ''] = address.split(':');
    this.#host = host;
    this.#port = port;
  }

  /** Waits for an event, without a limit: so long as nobody calls the function there is none. */
  next(): Promise<Answer> {
    return this.#send('GET', '/invocation/next', this.#agent);
  }

  respond(requestId: string, body: string): Promise<Answer> {
    return this.#send('POST', `/invocation/${requestId}/response`, this.#agent, body);
  }

  fail(requestId: string, error: unknown): Promise<Answer> {
    return this.#sendError(`/invocation/${requestId}/error`, this.#agent, error);
  }

  /** Before the process ends by an error: on a connection of its own, since the kept one may be waiting. */
  failAtLast(requestId: string | null, error: unknown): Promise<Answer> {
    return this.#sendError(
      requestId === null ? '/init/error' : `/invocation/${requestId}/error`,
      new Agent(),
      error,
    );
  }

  #sendError(path: string, agent: Agent, error: unknown): Promise<Answer> {
    const { name, message, stack = '' } = error instanceof Error ? error : new Error(String(error));
    const body = JSON.stringify({
      errorType: name,
      errorMessage: message,
      stackTrace: stack.split('\n').slice(1),
    });
    const type = name.replace(/[^\x21-\x7e]/g, '_');
    return this.#send('POST', path, agent, body, { 'lambda-runtime-function-error-type': type });
  }

  #send(
    method: string,
    path: string,
    agent: Agent,
    body?: string,
    extra: Record<string, string> = {},
  ): Promise<Answer> {
    const bytes = body === undefined ? undefined : Buffer.from(body);
    const headers = bytes
      ? { 'content-type': 'application/json', 'content-length': bytes.length, ...extra }
      : undefined;
    return new Promise((resolve, reject) => {
      const options = {
        host: this.#host,
        port: this.#port,
        method,
        path: API + path,
        agent,
        ...(headers && { headers }),
      };
      const outgoing = request(options, (incoming) => {
        let text = '';
        incoming.setEncoding('utf8');
        incoming.on('data', (chunk: string) => {
          text += chunk;
        });
        incoming.once('end', () => resolve({ headers: incoming.headers, body: text }));
        incoming.once('error', reject);
      });
      outgoing.once('error', reject);
      outgoing.end(bytes);
    });
  }
}
