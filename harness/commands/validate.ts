import { type ValidationReport, validateResultSet } from '../model/validate.ts';
import { safeText } from '../report/sanitize.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import type { Io } from './io.ts';

export interface ValidateOptions {
  readonly json?: boolean;
  readonly allowIncomplete?: boolean;
}

/** `coldbench validate FILE…`: exits with 1 if one of them is not sound. */
export async function validate(
  paths: readonly string[],
  options: ValidateOptions,
  io: Io,
): Promise<ExitCode> {
  const reports: ValidationReport[] = [];
  for (const path of paths) {
    const report = await validateResultSet(path);
    reports.push(report);
    if (!options.json) io.stdout.write(formatReport(report, options));
  }
  if (options.json) io.stdout.write(`${JSON.stringify(reports, null, 2)}\n`);
  return reports.every((report) => isSound(report, options)) ? EXIT.ok : EXIT.failed;
}

const isSound = (
  { problems, complete }: ValidationReport,
  { allowIncomplete = false }: ValidateOptions,
): boolean => problems.length === 0 && (complete || allowIncomplete);

function formatReport(report: ValidationReport, options: ValidateOptions): string {
  const { path, problems, complete, counts } = report;
  const lines = problems.map(({ line, field, message }) => {
    const where = [line === null ? null : `line ${line}`, field].filter(Boolean).join(', ');
    return `  ${where === '' ? '' : `${where}: `}${safeText(message, 500)}`;
  });
  if (!complete) {
    lines.push(
      '  incomplete: the run was cut off before its end record (readable; --allow-incomplete accepts it)',
    );
  }
  const trials = `${counts.completed} completed, ${counts.failed} failed, ${counts.skipped} skipped trials`;
  return [
    `${isSound(report, options) ? 'valid' : 'NOT VALID'}  ${safeText(path, 500)}  (${trials})`,
    ...lines,
    '',
  ].join('\n');
}
