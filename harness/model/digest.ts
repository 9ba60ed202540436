import { createHash, type Hash } from 'node:crypto';

const NEWLINE = Buffer.from('\n');
const SEAL = ',"precedingSha256":"';
const SEAL_VALUE = /^[0-9a-f]{64}"\s*\}$/;

/**
 * SHA-256 of a result set as it grows. The last line carries the digest of every byte before the digest itself, its own
 * first fields included, so that no number of the file can change unnoticed: `head -c -67 FILE | sha256sum` repeats it.
 */
export class ContentDigest {
  readonly #hash = createHash('sha256');

  /** `line` comes without its line ending, which counts as one LF: a checkout that writes CRLF changes no content. */
  addLine(line: Uint8Array): void {
    this.#hash.update(line).update(NEWLINE);
  }

  /** The text of the last line, from what it says besides the digest. */
  seal(fields: object): string {
    const head = JSON.stringify(fields).slice(0, -1) + SEAL;
    return `${head}${this.#hash.copy().update(head).digest('hex')}"}`;
  }

  /** Whether the digest in the last line is that of what precedes it. */
  isSealedBy(line: Uint8Array): boolean {
    const text = Buffer.from(line).toString('utf8').trimEnd();
    const at = text.lastIndexOf(SEAL) + SEAL.length;
    const value = text.slice(at);
    if (at < SEAL.length || !SEAL_VALUE.test(value)) return false;
    return value.startsWith(this.#hash.copy().update(text.slice(0, at)).digest('hex'));
  }
}

/** Passes chunks on and hashes them: the digest of a file comes along with reading it. */
export async function* hashing(chunks: AsyncIterable<Buffer>, hash: Hash): AsyncGenerator<Buffer, void> {
  for await (const chunk of chunks) {
    hash.update(chunk);
    yield chunk;
  }
}
