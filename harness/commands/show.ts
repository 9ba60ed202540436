import { FORMATS } from '../formats/index.ts';
import { formatSummary } from '../hyperfine/format-summary.ts';
import { toJsonHyperfine } from '../hyperfine/json.ts';
import { openMeasurements } from '../hyperfine/open.ts';
import type { HyperfineRun } from '../hyperfine/run.ts';
import { summarizeRun } from '../hyperfine/summary.ts';
import { formatJson, toJsonSummary } from '../report/json-summary.ts';
import { summarize } from '../report/summary.ts';
import type { RunSummary } from '../report/summary-types.ts';
import { formatRun, type NextCommand } from '../report/terminal.ts';
import { terminalOptions } from '../report/terminal-options.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import type { Io } from './io.ts';
import { requireFormat } from './require-format.ts';

/** `coldbench show FILE`: the summary of a run, rebuilt from its file alone, or of what hyperfine exported. */
export async function show(
  path: string,
  { json = false, format }: { json?: boolean; format?: string },
  io: Io,
): Promise<ExitCode> {
  if (format !== undefined) {
    for await (const piece of requireFormat(FORMATS, format).write(path)) io.stdout.write(piece);
    return EXIT.ok;
  }
  const measured = await openMeasurements(path);
  if (measured.is === 'hyperfine') {
    showHyperfine(measured.run, json, io);
    return EXIT.ok;
  }
  const summary = await summarize(path, measured.lines);
  if (json) printJson(summary, io);
  else printReport(summary, [], io);
  return EXIT.ok;
}

function showHyperfine(run: HyperfineRun, json: boolean, io: Io): void {
  const summary = summarizeRun(run);
  io.stdout.write(
    json
      ? `${formatJson(toJsonHyperfine(summary))}\n`
      : formatSummary(summary, terminalOptions(io.stdout, io.env)),
  );
}

export function printJson(summary: RunSummary, io: Io): void {
  io.stdout.write(formatJson(toJsonSummary(summary)));
}

export function printReport(summary: RunSummary, nextCommands: readonly NextCommand[], io: Io): void {
  io.stdout.write(formatRun(summary, { ...terminalOptions(io.stdout, io.env), nextCommands }));
}
