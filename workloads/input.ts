import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { messageOf, UsageError } from '../harness/model/errors.ts';

const ENCODING = 'UTF-8';

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/**
 * Reads an event and checks it. The bytes are returned as they are in the file, but for a byte order mark: editors
 * add it unasked, and JSON does not allow a sender to send it (RFC 8259, section 8.1).
 * @throws UsageError `INPUT_NOT_FOUND`, `INPUT_NOT_READABLE`, `INPUT_NOT_JSON`
 */
export async function readInput(path: string): Promise<Uint8Array> {
  const bytes = await readBytes(path);
  const text = decode(path, bytes);
  try {
    JSON.parse(text);
  } catch (error) {
    throw notJson(path, `${messageOf(error)}${lineAndColumn(text, messageOf(error))}`, error);
  }
  return Buffer.from(text);
}

async function readBytes(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      throw new UsageError('INPUT_NOT_FOUND', `There is no input file ${path}.`, {
        remedy: 'Name a file that holds the event as JSON, for example --input event.json.',
        cause: error,
      });
    }
    throw new UsageError('INPUT_NOT_READABLE', `Cannot read the input file ${path}: ${messageOf(error)}`, {
      remedy: 'Name a file that this user may read.',
      cause: error,
    });
  }
}

function decode(path: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder(ENCODING, { fatal: true }).decode(bytes);
  } catch (error) {
    throw notJson(path, `its bytes are not ${ENCODING}`, error);
  }
}

function notJson(path: string, reason: string, cause: unknown): UsageError {
  return new UsageError('INPUT_NOT_JSON', `The input file ${path} is not JSON: ${reason}`, {
    remedy: `Correct the file: one JSON value in ${ENCODING}, without comments or trailing commas.`,
    cause,
  });
}

/** V8 gives an offset for most errors, from Node 22 on together with the line. */
function lineAndColumn(text: string, message: string): string {
  const offset = /at position (\d+)$/.exec(message)?.[1];
  if (offset === undefined) return '';
  const before = text.slice(0, Number(offset)).split('\n');
  return ` (line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1})`;
}
