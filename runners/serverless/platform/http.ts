import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { Bytes } from '../../../harness/model/units.ts';

export interface Body {
  /** Null when it was larger than the limit; then it was read and thrown away, so that the connection lives on. */
  readonly bytes: Uint8Array | null;
  readonly sizeBytes: Bytes;
}

/** Reads a whole body. Rejects when the connection breaks before its end. */
export function readBody(request: IncomingMessage, limitBytes: Bytes): Promise<Body> {
  return new Promise((resolve, reject) => {
    let chunks: Buffer[] = [];
    let sizeBytes = 0;
    request.on('data', (chunk: Buffer) => {
      sizeBytes += chunk.length;
      if (sizeBytes <= limitBytes) chunks.push(chunk);
      else chunks = [];
    });
    request.once('end', () => {
      const bytes = sizeBytes > limitBytes ? null : chunks.length === 1 ? chunks[0] : Buffer.concat(chunks);
      resolve({ bytes: bytes ?? null, sizeBytes });
    });
    request.once('error', reject);
  });
}

export function send(
  response: ServerResponse,
  status: number,
  bytes: Uint8Array,
  headers: OutgoingHttpHeaders = {},
): void {
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': bytes.length,
    ...headers,
  });
  response.end(bytes);
}

/** One value of a header that is not in Node's list of those that are always single. */
export function header(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}
