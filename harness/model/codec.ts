import { readLines } from './codec-lines.ts';
import { openChunks } from './codec-open.ts';
import { describeProblem, type FieldProblem } from './codec-problems.ts';
import { LineScanner, type ReadOutcome } from './codec-scan.ts';
import { ColdbenchError } from './errors.ts';
import type { ResultRecord } from './schema.ts';

export type { ReadOutcome } from './codec-scan.ts';

/** One record and where it stands in the file. */
export interface ReadLine {
  /** Counted from 1. */
  readonly line: number;
  readonly record: ResultRecord;
}

export interface ReadOptions {
  /** What to do when the content is not what the `end` line's digest says: throw (the default), or only say so. */
  readonly altered?: 'throw' | 'report';
}

/**
 * Streams the records of a result set, the manifest first. A file that was cut, at any byte, is read up to its last
 * whole line, and `complete` is then false; the same goes for a file that is still being written.
 * @throws ColdbenchError `RESULT_NOT_FOUND`, `RESULT_NOT_READABLE`, `NOT_A_RESULT_SET`, `SCHEMA_TOO_NEW`,
 *   `SCHEMA_TOO_OLD`, `LINE_TOO_LONG`; `SCHEMA_INVALID` at a broken line before the last; `RESULT_ALTERED` at the end.
 */
export function readResultSet(
  path: string,
  options: ReadOptions = {},
): AsyncGenerator<ReadLine, ReadOutcome, undefined> {
  return readRecords(openChunks(path), path, options);
}

/** The same, from bytes that come from elsewhere; `path` names them in messages. */
export async function* readRecords(
  chunks: AsyncIterable<Buffer>,
  path: string,
  { altered = 'throw' }: ReadOptions = {},
): AsyncGenerator<ReadLine, ReadOutcome, undefined> {
  const scanner = new LineScanner(path);
  for await (const line of readLines(chunks, path)) {
    const scanned = scanner.take(line);
    if (scanned && 'problems' in scanned) throw invalidLine(path, scanned.line, scanned.problems);
    if (scanned) yield scanned;
  }
  const outcome = scanner.outcome();
  if (outcome.digestOk === false && altered === 'throw') throw contentAltered(path);
  return outcome;
}

function invalidLine(path: string, line: number, problems: readonly FieldProblem[]): ColdbenchError {
  const [first = { field: '', message: 'is invalid' }, ...more] = problems;
  const others = more.length > 0 ? ` (and ${more.length} more)` : '';
  const kept = line > 1 ? ` \`head -n ${line - 1}\` keeps what precedes it.` : '';
  return new ColdbenchError('SCHEMA_INVALID', `${path} line ${line}: ${describeProblem(first)}${others}`, {
    remedy: `The file was changed after it was written: restore it.${kept}`,
  });
}

function contentAltered(path: string): ColdbenchError {
  const message = `${path} is not what was written: its digest does not match its content.`;
  return new ColdbenchError('RESULT_ALTERED', message, {
    remedy: 'Restore the file; do not trust its numbers.',
  });
}
