import { requireManifest } from './codec-head.ts';
import type { Line } from './codec-lines.ts';
import type { FieldProblem } from './codec-problems.ts';
import { decodeRecord, type Json, parseLine } from './codec-record.ts';
import { ContentDigest } from './digest.ts';
import type { ResultRecord } from './schema.ts';

/** A line of the file, good or bad. */
export type Scanned =
  | { readonly line: number; readonly record: ResultRecord }
  | { readonly line: number; readonly problems: readonly FieldProblem[] };

export interface ReadOutcome {
  /** True when the last line is the `end` line: the run ended. */
  readonly complete: boolean;
  /** True when the file is cut in the middle of a line; that line is ignored. */
  readonly truncated: boolean;
  /** Whole lines. */
  readonly lines: number;
  /** Whether the content is what was written; null without an `end` line, which carries the digest. */
  readonly digestOk: boolean | null;
  /** Lines of kinds that this version does not know, which are passed over. */
  readonly unknownKinds: Readonly<Record<string, number>>;
}

/** Judges a result set line by line; a bad line is told, not thrown. */
export class LineScanner {
  readonly #path: string;
  readonly #digest = new ContentDigest();
  readonly #unknownKinds = new Map<string, number>();
  #lines = 0;
  #truncated = false;
  #afterEnd = false;
  #digestOk: boolean | null = null;

  constructor(path: string) {
    this.#path = path;
  }

  /**
   * Null for a line that counts for nothing: cut off, or of an unknown kind.
   * @throws ColdbenchError when the first line is not the manifest of this version.
   */
  take(line: Line): Scanned | null {
    if (line.number === 1) requireManifest(this.#path, line);
    const ended = this.#digestOk !== null;
    const json = parseLine(line.bytes);
    if (!json.ok && !line.terminated && !ended) {
      this.#truncated = true;
      return null;
    }
    this.#lines += 1;
    this.#afterEnd ||= ended;
    if (ended) return invalid(line, AFTER_END);
    return this.#decode(line, json);
  }

  /** To be asked after the last line. */
  outcome(): ReadOutcome {
    if (this.#lines === 0) requireManifest(this.#path, undefined);
    return {
      complete: this.#digestOk !== null && !this.#afterEnd,
      truncated: this.#truncated,
      lines: this.#lines,
      digestOk: this.#digestOk,
      unknownKinds: Object.fromEntries(this.#unknownKinds),
    };
  }

  #decode(line: Line, json: Json): Scanned | null {
    const decoded = json.ok ? decodeRecord(json.value) : { is: 'invalid' as const, problems: [json.problem] };
    const isEnd = decoded.is === 'record' && decoded.record.kind === 'end';
    if (isEnd) this.#digestOk = this.#digest.isSealedBy(line.bytes);
    else this.#digest.addLine(line.bytes);
    if (decoded.is === 'invalid') return { line: line.number, problems: decoded.problems };
    if (decoded.is === 'unknownKind') {
      this.#unknownKinds.set(decoded.kind, (this.#unknownKinds.get(decoded.kind) ?? 0) + 1);
      return null;
    }
    const { record } = decoded;
    const second = record.kind === 'manifest' && line.number > 1;
    return second ? invalid(line, SECOND_MANIFEST) : { line: line.number, record };
  }
}

const AFTER_END: FieldProblem = { field: 'kind', message: 'must not come after the end line' };
const SECOND_MANIFEST: FieldProblem = {
  field: 'kind',
  message: 'must not be manifest but in the first line',
};

const invalid = ({ number }: Line, problem: FieldProblem): Scanned => ({ line: number, problems: [problem] });
