import type { Line } from './codec-lines.ts';
import { notAResultSet } from './codec-open.ts';
import { preview } from './codec-problems.ts';
import { kindOf, parseLine } from './codec-record.ts';
import { ColdbenchError } from './errors.ts';
import { SCHEMA_VERSION } from './schema.ts';

const MANIFEST_START = '{"kind":"manifest"';

/**
 * Whether the first line makes the file a result set of this version; its fields are not checked here.
 * @throws ColdbenchError `NOT_A_RESULT_SET`, `SCHEMA_TOO_NEW` or `SCHEMA_TOO_OLD`.
 */
export function requireManifest(path: string, line: Line | undefined): void {
  if (!line || (line.bytes.length === 0 && !line.terminated)) throw notAResultSet(path, 'it is empty');
  const json = parseLine(line.bytes);
  if (!json.ok) throw notAResultSet(path, describeText(line));
  const kind = kindOf(json.value);
  if (kind !== 'manifest') throw notAResultSet(path, describeJson(json.value, kind));
  requireVersion(path, json.value);
}

function requireVersion(path: string, manifest: unknown): void {
  const { schemaVersion } = manifest as { schemaVersion?: unknown };
  if (typeof schemaVersion !== 'number' || schemaVersion === SCHEMA_VERSION) return;
  const newer = schemaVersion > SCHEMA_VERSION;
  const message = `${path} was written by ${newer ? 'a newer' : 'an older'} coldbench (schema ${schemaVersion}); this one reads ${SCHEMA_VERSION}.`;
  const remedy = newer ? 'Update coldbench.' : 'Read it with the coldbench that wrote it, or measure again.';
  throw new ColdbenchError(newer ? 'SCHEMA_TOO_NEW' : 'SCHEMA_TOO_OLD', message, { remedy });
}

function describeText({ bytes, terminated }: Line): string {
  const text = bytes.toString('utf8');
  const isCut = !terminated && (text.startsWith(MANIFEST_START) || MANIFEST_START.startsWith(text));
  if (isCut) return 'it ends inside its first line, so that nothing was measured yet';
  return text.trim() === '' ? 'its first line is empty' : `its first line is not JSON: ${preview(text)}`;
}

function describeJson(value: unknown, kind: string | null): string {
  if (kind !== null) return `its first line is a ${preview(kind)}, not the manifest`;
  if (Array.isArray(value)) return 'it is a JSON list';
  if (typeof value !== 'object' || value === null) return `it is the JSON value ${preview(value)}`;
  return `it is JSON with the fields ${preview(Object.keys(value).join(', '))}`;
}
