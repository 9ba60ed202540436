import { burstProblems } from '../studies/burst/validate.ts';
import { densityProblems } from '../studies/density/validate.ts';
import { limitsProblems } from '../studies/limits/validate.ts';
import { loadProblems } from '../studies/load/validate.ts';
import type { ReadLine } from './codec.ts';
import { readLines } from './codec-lines.ts';
import { openChunks } from './codec-open.ts';
import type { FieldProblem } from './codec-problems.ts';
import { LineScanner, type ReadOutcome } from './codec-scan.ts';
import { ColdbenchError, messageOf } from './errors.ts';
import type { ResultRecord } from './schema.ts';
import { checkBlocks } from './validate-blocks.ts';
import { checkCalibrations } from './validate-calibration.ts';
import { checkEnd, noRecords, type RecordCounts } from './validate-end.ts';
import { checkParts } from './validate-parts.ts';
import { checkReferences } from './validate-references.ts';
import { checkSequence } from './validate-sequence.ts';
import { checkTrial } from './validate-trial.ts';

export interface Problem extends FieldProblem {
  /** Counted from 1; null when it concerns the whole file. */
  readonly line: number | null;
}

export interface ValidationReport {
  readonly path: string;
  /** Whether the run ended; an interrupted run is no problem in itself. */
  readonly complete: boolean;
  /** Whether the file is cut in the middle of a line. */
  readonly truncated: boolean;
  readonly problems: readonly Problem[];
  readonly counts: RecordCounts;
}

export interface Validated<T> {
  readonly report: ValidationReport;
  readonly result: T | null;
  /** What made reading it end; it is among the problems too. */
  readonly fault: ColdbenchError | null;
}

const MAX_PROBLEMS = 100;

/** Errors that are findings about the file; that it is missing or locked is not. */
const FINDINGS = ['NOT_A_RESULT_SET', 'SCHEMA_TOO_NEW', 'SCHEMA_TOO_OLD', 'LINE_TOO_LONG'];

/**
 * Everything that is wrong with a result set: lines that do not fit the schema, and lines that contradict each other.
 * @throws ColdbenchError `RESULT_NOT_FOUND` or `RESULT_NOT_READABLE`.
 */
export const validateResultSet = async (path: string): Promise<ValidationReport> =>
  (await validateWhile(path, openChunks(path), readAll)).report;

async function readAll(records: AsyncIterable<ReadLine>): Promise<null> {
  for await (const { line } of records) if (line < 1) throw new Error('lines count from 1');
  return null;
}

/**
 * The same for bytes that come from elsewhere, while `use` reads the sound lines of them: what is read is what was
 * validated. `path` names them in messages. When it is no result set at all, the result is null and `fault` tells why.
 * @throws ColdbenchError as above, and whatever `use` throws.
 */
export async function validateWhile<T>(
  path: string,
  chunks: AsyncIterable<Buffer>,
  use: (records: AsyncIterable<ReadLine>) => Promise<T>,
): Promise<Validated<T>> {
  const validation = new Validation();
  let fault: ColdbenchError | null = null;
  const result = await use(validation.read(path, chunks)).catch((error: unknown) => {
    if (!(error instanceof ColdbenchError) || !FINDINGS.includes(error.code)) throw error;
    fault = error;
    validation.add(null, [{ field: '', message: messageOf(error) }]);
    return null;
  });
  const { complete, truncated } = validation.outcome ?? { complete: false, truncated: false };
  const report = { path, complete, truncated, problems: validation.problems(), counts: validation.counts };
  return { report, result, fault };
}

class Validation {
  readonly counts = noRecords();
  /** Null until everything was read. */
  outcome: ReadOutcome | null = null;
  readonly #checks = [
    checkReferences(),
    checkParts(),
    checkSequence(),
    checkBlocks(),
    checkCalibrations(),
    checkTrial(),
    loadProblems,
    burstProblems,
    densityProblems,
    limitsProblems,
    checkEnd(this.counts),
  ];
  readonly #problems: Problem[] = [];
  #omitted = 0;

  async *read(path: string, chunks: AsyncIterable<Buffer>): AsyncGenerator<ReadLine, void, undefined> {
    const scanner = new LineScanner(path);
    let endLine: number | null = null;
    for await (const line of readLines(chunks, path)) {
      const scanned = scanner.take(line);
      if (!scanned) continue;
      if ('record' in scanned && scanned.record.kind === 'end') endLine = scanned.line;
      this.add(scanned.line, 'record' in scanned ? this.#check(scanned.record) : scanned.problems);
      if ('record' in scanned) yield scanned;
    }
    this.#end(scanner.outcome(), endLine);
  }

  #end(outcome: ReadOutcome, endLine: number | null): void {
    this.outcome = outcome;
    const { digestOk, unknownKinds } = outcome;
    this.counts.unknown = Object.values(unknownKinds).reduce((sum, count) => sum + count, 0);
    const message = 'does not match the content: the file was changed after it was written';
    if (digestOk === false) this.add(endLine, [{ field: 'precedingSha256', message }]);
  }

  add(line: number | null, problems: readonly FieldProblem[]): void {
    const room = MAX_PROBLEMS - this.#problems.length;
    this.#problems.push(...problems.slice(0, room).map((problem) => ({ line, ...problem })));
    this.#omitted += Math.max(0, problems.length - room);
  }

  problems(): Problem[] {
    if (this.#omitted === 0) return this.#problems;
    return [...this.#problems, { line: null, field: '', message: `and ${this.#omitted} more problems` }];
  }

  #check(record: ResultRecord): FieldProblem[] {
    this.#count(record);
    return this.#checks.flatMap((check) => check(record));
  }

  #count(record: ResultRecord): void {
    if (record.kind === 'trial') this.counts[record.status] += 1;
    if (record.kind === 'workload') this.counts.workloads += 1;
    if (record.kind === 'artifact') this.counts.artifacts += 1;
  }
}
