import { type ReadLine, readRecords } from '../model/codec.ts';
import { openBytes, rejectingForeign, START_BYTES, startsLikeHyperfine } from '../model/codec-open.ts';
import { readHyperfine } from './read.ts';
import type { HyperfineRun } from './run.ts';

/** A file with measurements, by what it turned out to be. */
export type Measurements =
  | { readonly is: 'resultSet'; readonly lines: AsyncIterable<ReadLine> }
  | { readonly is: 'hyperfine'; readonly run: HyperfineRun };

/**
 * Opens a result set, or reads an export of hyperfine. The file is read once, so that it may be a pipe.
 * @throws ColdbenchError of `openBytes` and of `readHyperfine`; those of `readResultSet` come while the lines are read.
 */
export async function openMeasurements(path: string): Promise<Measurements> {
  const bytes = openBytes(path);
  const start = await readStart(bytes);
  const whole = rejoin(start, bytes);
  if (startsLikeHyperfine(start)) return { is: 'hyperfine', run: await readHyperfine(whole, path) };
  return { is: 'resultSet', lines: readRecords(rejectingForeign(path, whole), path) };
}

/** A pipe may give its first bytes one by one. */
async function readStart(bytes: AsyncGenerator<Buffer, void>): Promise<Buffer> {
  let start: Buffer = Buffer.alloc(0);
  while (start.length < START_BYTES) {
    const next = await bytes.next();
    if (next.done) break;
    start = Buffer.concat([start, next.value]);
  }
  return start;
}

async function* rejoin(start: Buffer, rest: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void> {
  if (start.length > 0) yield start;
  yield* rest;
}
