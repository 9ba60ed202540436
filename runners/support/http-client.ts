import { Client } from 'undici';
import { ColdbenchError } from '../../harness/model/errors.ts';
import type { HttpEndpoint } from '../runner.ts';

/** One kept-alive connection to a guest: the same client for every runner. */
export class HttpClient {
  readonly endpoint: HttpEndpoint;
  readonly #client: Client;

  /** `errorHeader`, in lower case: its presence means that the call failed, whatever the status. */
  constructor(
    origin: string,
    path = '/',
    headers: Readonly<Record<string, string>> = {},
    errorHeader: string | null = null,
    socketPath?: string,
  ) {
    this.endpoint = {
      origin,
      ...(socketPath !== undefined && { socketPath }),
      path,
      headers: { 'content-type': 'application/json', ...headers },
      errorHeader,
    };
    // The harness has its own deadlines; the client's would only hide which one struck.
    this.#client = new Client(origin, {
      pipelining: 1,
      headersTimeout: 0,
      bodyTimeout: 0,
      ...(socketPath !== undefined && { socketPath }),
    });
  }

  /**
   * Resolves with the whole body when its last byte has been read.
   * @throws ColdbenchError `CALL_FAILED` when the guest answers with another status than 200 or the error header, or not
   * at all.
   */
  async post(body: Uint8Array, path = this.endpoint.path): Promise<Uint8Array> {
    const response = await this.#request(body, path);
    const bytes = await response.body.bytes();
    const { errorHeader } = this.endpoint;
    const failed = errorHeader !== null && response.headers[errorHeader] !== undefined;
    if (response.statusCode !== 200 || failed) {
      throw new ColdbenchError(
        'CALL_FAILED',
        `The handler failed (status ${response.statusCode}): ${preview(bytes)}`,
      );
    }
    return bytes;
  }

  async close(): Promise<void> {
    await this.#client.destroy();
  }

  async #request(body: Uint8Array, path: string): ReturnType<Client['request']> {
    try {
      const { headers } = this.endpoint;
      return await this.#client.request({ method: 'POST', path, headers, body });
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause);
      throw new ColdbenchError('CALL_FAILED', `The guest did not answer: ${why}`, { cause });
    }
  }
}

const preview = (bytes: Uint8Array): string => new TextDecoder().decode(bytes.subarray(0, 500));
