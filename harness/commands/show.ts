import { toJsonSummary } from '../report/json-summary.ts';
import { summarizeFile } from '../report/summary.ts';
import type { RunSummary } from '../report/summary-types.ts';
import { formatRun } from '../report/terminal.ts';
import { terminalOptions } from '../report/terminal-options.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import type { Io } from './io.ts';

/** `coldbench show FILE`: the summary of a run, rebuilt from its file alone. */
export async function show(path: string, options: { json?: boolean }, io: Io): Promise<ExitCode> {
  printSummary(await summarizeFile(path), options, io);
  return EXIT.ok;
}

/** The end of `bench` and the whole of `show`. */
export function printSummary(summary: RunSummary, { json = false }: { json?: boolean }, io: Io): void {
  const text = json
    ? `${JSON.stringify(toJsonSummary(summary), null, 2)}\n`
    : formatRun(summary, terminalOptions(io.stdout, io.env));
  io.stdout.write(text);
}
