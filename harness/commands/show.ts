import { formatJson, toJsonSummary } from '../report/json-summary.ts';
import { summarizeFile } from '../report/summary.ts';
import type { RunSummary } from '../report/summary-types.ts';
import { formatRun, type NextCommand } from '../report/terminal.ts';
import { terminalOptions } from '../report/terminal-options.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import type { Io } from './io.ts';

/** `coldbench show FILE`: the summary of a run, rebuilt from its file alone. */
export async function show(path: string, { json = false }: { json?: boolean }, io: Io): Promise<ExitCode> {
  const summary = await summarizeFile(path);
  if (json) printJson(summary, io);
  else printReport(summary, [], io);
  return EXIT.ok;
}

export function printJson(summary: RunSummary, io: Io): void {
  io.stdout.write(formatJson(toJsonSummary(summary)));
}

export function printReport(summary: RunSummary, nextCommands: readonly NextCommand[], io: Io): void {
  io.stdout.write(formatRun(summary, { ...terminalOptions(io.stdout, io.env), nextCommands }));
}
