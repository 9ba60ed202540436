import { createReadStream } from 'node:fs';
import { ColdbenchError } from './errors.ts';

/** What a file that is no result set begins with, and what it is then. */
const FOREIGN: readonly (readonly [start: string, what: string])[] = [
  ['1f8b', 'gzip-compressed data; unpack it first (gunzip)'],
  ['28b52ffd', 'zstd-compressed data; unpack it first (unzstd)'],
  ['504b0304', 'a zip archive; unpack it first'],
  ['fffe', 'UTF-16 text; save it as UTF-8'],
  ['feff', 'UTF-16 text; save it as UTF-8'],
];

const LF = 0x0a;
/** Larger ones read no faster, and more of them lie about until they are collected. */
const CHUNK_BYTES = 64 * 2 ** 10;

/**
 * The bytes of a file, chunk by chunk.
 * @throws ColdbenchError `RESULT_NOT_FOUND`, `RESULT_NOT_READABLE`, or `NOT_A_RESULT_SET` when its first bytes tell.
 */
export async function* openChunks(path: string): AsyncGenerator<Buffer, void, undefined> {
  const chunks: AsyncIterable<Buffer> = createReadStream(path, { highWaterMark: CHUNK_BYTES });
  let first = true;
  try {
    for await (const chunk of chunks) {
      if (first) rejectForeign(path, chunk);
      first = false;
      yield chunk;
    }
  } catch (error) {
    throw error instanceof ColdbenchError ? error : readError(path, error);
  }
}

export function notAResultSet(path: string, what: string): ColdbenchError {
  return new ColdbenchError('NOT_A_RESULT_SET', `${path} is not a coldbench result set: ${what}.`, {
    remedy: 'Name a file that `coldbench bench` wrote, such as results/NAME.ndjson.',
  });
}

function rejectForeign(path: string, chunk: Buffer): void {
  const start = chunk.subarray(0, 4).toString('hex');
  const what = FOREIGN.find(([magic]) => start.startsWith(magic))?.[1];
  if (what !== undefined) throw notAResultSet(path, `it is ${what}`);
  const lineEnd = chunk.indexOf(LF);
  if (chunk.subarray(0, lineEnd === -1 ? undefined : lineEnd).includes(0))
    throw notAResultSet(path, 'it is binary data');
}

function readError(path: string, cause: unknown): ColdbenchError {
  const { code, message } = cause as NodeJS.ErrnoException;
  if (code === 'EISDIR') return notAResultSet(path, 'it is a folder');
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    const remedy = 'Check the path; result sets are in results/ unless --out named another place.';
    return new ColdbenchError('RESULT_NOT_FOUND', `There is no file ${path}.`, { cause, remedy });
  }
  const remedy =
    code === 'EACCES' ? 'Ask its owner for the right to read it.' : 'Copy it to another disk and try again.';
  return new ColdbenchError('RESULT_NOT_READABLE', `${path} cannot be read: ${message}`, { cause, remedy });
}
