import { withoutMark } from '../model/codec-lines.ts';
import { describeProblem, type FieldProblem, problemsOf } from '../model/codec-problems.ts';
import { parseLine } from '../model/codec-record.ts';
import { ColdbenchError } from '../model/errors.ts';
import { safeText } from '../report/sanitize.ts';
import { median } from '../stats/index.ts';
import { type HyperfineRun, toRun } from './run.ts';
import { exportSchema, type HyperfineResult } from './schema.ts';

/** Some million runs; JSON is read in one piece, and a file without end must not fill the memory. */
const MOST_BYTES = 64 * 2 ** 20;

/**
 * Reads an export of hyperfine; `path` names it in messages.
 * @throws ColdbenchError `HYPERFINE_INVALID`, naming the field; `HYPERFINE_TOO_LARGE`; errors of `chunks`.
 */
export async function readHyperfine(chunks: AsyncIterable<Buffer>, path: string): Promise<HyperfineRun> {
  const json = parseLine(withoutMark(await readAll(chunks, path)));
  if (!json.ok) throw invalid(path, [json.problem]);
  const { data, error } = exportSchema.safeParse(json.value);
  if (error) throw invalid(path, problemsOf(error.issues, json.value));
  const contradictions = data.results.flatMap(contradictionsOf);
  if (contradictions.length > 0) throw invalid(path, contradictions);
  return toRun(path, data.results);
}

async function readAll(chunks: AsyncIterable<Buffer>, path: string): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    if (bytes > MOST_BYTES)
      throw new ColdbenchError('HYPERFINE_TOO_LARGE', `${path} is larger than ${MOST_BYTES} bytes.`, {
        remedy: 'Export fewer commands or runs into one file (hyperfine --max-runs).',
      });
    pieces.push(chunk);
  }
  return Buffer.concat(pieces);
}

/** What hyperfine computes from the very times that it writes cannot differ from them by more than rounding. */
const ROUNDING = 1e-6;

function contradictionsOf(result: HyperfineResult, index: number): FieldProblem[] {
  const { times, exit_codes } = result;
  const codes = exit_codes?.length ?? 0;
  const field = (name: string): string => `results[${index}].${name}`;
  if (codes > 0 && codes !== times.length) {
    const message = `must have one entry for each of the ${times.length} times, has ${codes}`;
    return [{ field: field('exit_codes'), message }];
  }
  const max = times.reduce((most, time) => Math.max(most, time));
  const computed = {
    mean: times.reduce((sum, time) => sum + time) / times.length,
    median: median(times) ?? Number.NaN,
    min: times.reduce((least, time) => Math.min(least, time)),
    max,
  };
  return Object.entries(computed).flatMap(([name, value]) => {
    const said = result[name as keyof typeof computed];
    if (typeof said !== 'number' || Math.abs(said - value) <= ROUNDING * max + Number.EPSILON) return [];
    return [{ field: field(name), message: `is ${said}, but that of its times is ${value}` }];
  });
}

function invalid(path: string, problems: readonly FieldProblem[]): ColdbenchError {
  const [first = { field: '', message: 'is invalid' }, ...more] = problems;
  const others = more.length > 0 ? ` (and ${more.length} more)` : '';
  const where = first.field === '' ? `${path} ` : `${path}: `;
  const message = `${where}${safeText(describeProblem(first), 400)}${others}.`;
  return new ColdbenchError('HYPERFINE_INVALID', message, {
    remedy:
      'It begins like an export of hyperfine. Write it again (hyperfine --export-json FILE COMMAND), and do not change it.',
  });
}
