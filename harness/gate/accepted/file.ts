import { readFile } from 'node:fs/promises';
import { problemsOf } from '../../model/codec-problems.ts';
import { messageOf, UsageError } from '../../model/errors.ts';
import { safeText } from '../../report/sanitize.ts';
import { ACCEPTED_SCHEMA, type AcceptedChange, acceptedFileSchema } from './schema.ts';

/** Problems named in one message; a file with more is no such file. */
const MOST_PROBLEMS = 5;

/**
 * The changes that people accepted; null when there is no such file.
 * @throws UsageError `ACCEPTED_NOT_READABLE`, or `ACCEPTED_NOT_VALID` with entry and field.
 */
export async function readAccepted(path: string): Promise<AcceptedChange[] | null> {
  const text = await textOf(path);
  if (text === null) return null;
  const value = parse(path, text);
  const parsed = acceptedFileSchema.safeParse(value);
  if (parsed.success) return parsed.data.accepted;
  const problems = problemsOf(parsed.error.issues, value).map(({ field, message }) =>
    `${entryAndField(field)} ${message}`.trim(),
  );
  throw notValid(path, problems);
}

async function textOf(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new UsageError('ACCEPTED_NOT_READABLE', `${path} cannot be read: ${messageOf(cause)}`, {
      remedy: 'Name a file of accepted changes with --accepted.',
      cause,
    });
  }
}

function parse(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw notValid(path, [`it is not JSON: ${messageOf(error)}`]);
  }
}

function notValid(path: string, problems: readonly string[]): UsageError {
  const shown = problems.slice(0, MOST_PROBLEMS).map((problem) => safeText(problem));
  const message = [`${path} is not a list of accepted changes:`, ...shown].join('\n  ');
  return new UsageError('ACCEPTED_NOT_VALID', message, {
    remedy: 'Correct it; harness/gate/README.md lists the fields. `coldbench gate --accept` writes entries.',
  });
}

/** `accepted[3].expires` as people count: 'entry 4: expires'. */
const entryAndField = (field: string): string =>
  field.replace(/^accepted\[(\d+)\]\.?/, (_, index) => `entry ${Number(index) + 1}: `);

/** The text of the file that holds these changes. */
export const formatAccepted = (accepted: readonly AcceptedChange[]): string =>
  `${JSON.stringify({ schema: ACCEPTED_SCHEMA, accepted }, null, 2)}\n`;
