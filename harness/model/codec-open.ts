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

const HYPERFINE =
  'it is an export of hyperfine, which only `coldbench show` (without --format) and `coldbench compare` read';

const LF = 0x0a;
/** Larger ones read no faster, and more of them lie about until they are collected. */
const CHUNK_BYTES = 64 * 2 ** 10;

/**
 * The bytes of a result set, chunk by chunk.
 * @throws ColdbenchError `RESULT_NOT_FOUND`, `RESULT_NOT_READABLE`, or `NOT_A_RESULT_SET` when its first bytes tell.
 */
export const openChunks = (path: string): AsyncGenerator<Buffer, void, undefined> =>
  rejectingForeign(path, openBytes(path));

/**
 * The bytes of any file, chunk by chunk.
 * @throws ColdbenchError `RESULT_NOT_FOUND` or `RESULT_NOT_READABLE`; `NOT_A_RESULT_SET` for a folder.
 */
export async function* openBytes(path: string): AsyncGenerator<Buffer, void, undefined> {
  const chunks: AsyncIterable<Buffer> = createReadStream(path, { highWaterMark: CHUNK_BYTES });
  try {
    yield* chunks;
  } catch (error) {
    throw readError(path, error);
  }
}

/**
 * The same bytes, if they can be those of a result set; `path` names them in messages.
 * @throws ColdbenchError `NOT_A_RESULT_SET` when the first ones tell that they are something else.
 */
export async function* rejectingForeign(
  path: string,
  chunks: AsyncIterable<Buffer>,
): AsyncGenerator<Buffer, void, undefined> {
  let first = true;
  for await (const chunk of chunks) {
    if (first) rejectForeign(path, chunk);
    first = false;
    yield chunk;
  }
}

/** How hyperfine's `--export-json` begins, indented as it writes it or not. */
const HYPERFINE_START = /^\s*\{\s*"results"\s*:/;
/** More white space before its first key than fits in here is not what a program writes. */
export const START_BYTES = 1024;

export const startsLikeHyperfine = (start: Buffer): boolean =>
  HYPERFINE_START.test(start.toString('utf8', 0, START_BYTES));

export function notAResultSet(path: string, what: string): ColdbenchError {
  return new ColdbenchError('NOT_A_RESULT_SET', `${path} is not a coldbench result set: ${what}.`, {
    remedy: 'Name a file that `coldbench bench` wrote, such as results/NAME.ndjson.',
  });
}

function rejectForeign(path: string, chunk: Buffer): void {
  const start = chunk.subarray(0, 4).toString('hex');
  const what = FOREIGN.find(([magic]) => start.startsWith(magic))?.[1];
  if (what !== undefined) throw notAResultSet(path, `it is ${what}`);
  if (startsLikeHyperfine(chunk)) throw notAResultSet(path, HYPERFINE);
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
