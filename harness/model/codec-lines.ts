import { ColdbenchError } from './errors.ts';

/** A trial's line has some kilobytes; a file that has no line breaks must not fill the memory. */
const MAX_LINE_BYTES = 64 * 2 ** 20;

const LF = 0x0a;
const CR = 0x0d;
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

export interface Line {
  /** Counted from 1. */
  readonly number: number;
  /** Without the line ending, LF or CRLF, and without a byte order mark. */
  readonly bytes: Buffer;
  /** False for what follows the last line ending of the file. */
  readonly terminated: boolean;
}

/**
 * The lines of a stream, one after the other: memory holds one line and one chunk.
 * @throws ColdbenchError `LINE_TOO_LONG`, naming the line.
 */
export async function* readLines(
  chunks: AsyncIterable<Buffer>,
  path: string,
  maxBytes = MAX_LINE_BYTES,
): AsyncGenerator<Line, void, undefined> {
  const pending = new PendingLine(path, maxBytes);
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(LF); end !== -1; end = chunk.indexOf(LF, start)) {
      pending.add(chunk.subarray(start, end));
      yield pending.finish(true);
      start = end + 1;
    }
    if (start < chunk.length) pending.add(chunk.subarray(start));
  }
  if (pending.bytes > 0) yield pending.finish(false);
}

/** The line that is being read, in the pieces in which it comes. */
class PendingLine {
  bytes = 0;
  #number = 1;
  #pieces: Buffer[] = [];
  readonly #path: string;
  readonly #maxBytes: number;

  constructor(path: string, maxBytes: number) {
    this.#path = path;
    this.#maxBytes = maxBytes;
  }

  add(piece: Buffer): void {
    this.bytes += piece.length;
    if (this.bytes > this.#maxBytes) throw tooLong(this.#path, this.#number, this.#maxBytes);
    this.#pieces.push(piece);
  }

  finish(terminated: boolean): Line {
    const [only, ...more] = this.#pieces;
    const whole = only && more.length === 0 ? only : Buffer.concat(this.#pieces);
    const line = { number: this.#number, bytes: trim(whole, this.#number === 1), terminated };
    this.#pieces = [];
    this.bytes = 0;
    this.#number += 1;
    return line;
  }
}

function trim(bytes: Buffer, first: boolean): Buffer {
  const line = bytes.subarray(0, bytes.at(-1) === CR ? -1 : undefined);
  return first ? withoutMark(line) : line;
}

/** Text as it follows a byte order mark, if there is one. */
export const withoutMark = (bytes: Buffer): Buffer =>
  bytes.subarray(0, BYTE_ORDER_MARK.length).equals(BYTE_ORDER_MARK)
    ? bytes.subarray(BYTE_ORDER_MARK.length)
    : bytes;

function tooLong(path: string, line: number, maxBytes: number): ColdbenchError {
  return new ColdbenchError('LINE_TOO_LONG', `${path} line ${line} is longer than ${maxBytes} bytes.`, {
    remedy: 'coldbench writes no such line: the file is damaged, or another program wrote it.',
  });
}
