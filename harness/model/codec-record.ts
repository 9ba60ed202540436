import { isUtf8 } from 'node:buffer';
import { type FieldProblem, problemsOf } from './codec-problems.ts';
import { messageOf } from './errors.ts';
import { type ResultRecord, recordSchema } from './schema.ts';

/** What a line turned out to be. A kind that this version does not know is no fault: a later minor version wrote it. */
export type Decoded =
  | { readonly is: 'record'; readonly record: ResultRecord }
  | { readonly is: 'unknownKind'; readonly kind: string }
  | { readonly is: 'invalid'; readonly problems: readonly FieldProblem[] };

export type Json =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly problem: FieldProblem };

/** The JSON value of a line, without judging it. */
export function parseLine(bytes: Buffer): Json {
  if (bytes.length === 0) return { ok: false, problem: { field: '', message: 'is empty' } };
  if (!isUtf8(bytes)) return { ok: false, problem: { field: '', message: 'is not UTF-8 text' } };
  try {
    return { ok: true, value: JSON.parse(bytes.toString('utf8')) };
  } catch (error) {
    return { ok: false, problem: { field: '', message: `is not JSON (${messageOf(error)})` } };
  }
}

export function decodeRecord(value: unknown): Decoded {
  const { data, error } = recordSchema.safeParse(value);
  if (!error) return { is: 'record', record: data };
  const kind = kindOf(value);
  const isUnknown = error.issues.some(({ path, code }) => path[0] === 'kind' && code === 'invalid_union');
  if (kind !== null && isUnknown) return { is: 'unknownKind', kind };
  return { is: 'invalid', problems: problemsOf(error.issues, value) };
}

/**
 * The text of a line, without its line ending.
 * @throws TypeError when the record does not fit the schema: nothing is written that could not be read again.
 */
export function encodeRecord(record: ResultRecord): string {
  const decoded = decodeRecord(record);
  if (decoded.is === 'record') return JSON.stringify(record);
  const problems = decoded.is === 'invalid' ? decoded.problems : [{ field: 'kind', message: 'is unknown' }];
  const list = problems.map(({ field, message }) => `${field} ${message}`).join('; ');
  throw new TypeError(`this record does not fit the schema: ${list}`);
}

export function kindOf(value: unknown): string | null {
  if (typeof value !== 'object' || value === null || !('kind' in value)) return null;
  return typeof value.kind === 'string' && value.kind !== '' ? value.kind : null;
}
