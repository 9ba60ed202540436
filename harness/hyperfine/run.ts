import type { Ns } from '../model/units.ts';
import { resultNames } from './names.ts';
import type { HyperfineResult } from './schema.ts';

/** The runs of one command. */
export interface CommandRuns {
  /** Unique in the file; the same command with the same parameters has the same name in every file. */
  readonly name: string;
  readonly command: string;
  readonly parameters: Readonly<Record<string, string>>;
  /** Of the runs that did not fail, in the order in which they ran. */
  readonly timesNs: readonly Ns[];
  /** Runs with an exit code that is not 0: their times are none, as those of a failed trial. */
  readonly failures: readonly ExitCount[];
  /** Runs of which the file tells no exit code; their times count. */
  readonly withoutExitCode: number;
}

export interface ExitCount {
  readonly exitCode: number;
  readonly count: number;
}

/** Who wrote a file in hyperfine's format; `unknown` when it lacks what hyperfine always writes. */
export type ExportWriter = 'hyperfine' | 'unknown';

/** What a file in hyperfine's format holds, and nothing that it does not: no machine, date, block, phase or answer. */
export interface HyperfineRun {
  readonly path: string;
  readonly writer: ExportWriter;
  readonly commands: readonly CommandRuns[];
}

export function toRun(path: string, results: readonly HyperfineResult[]): HyperfineRun {
  const names = resultNames(results);
  const isWhole = ({ user, system }: HyperfineResult): boolean =>
    typeof user === 'number' && typeof system === 'number';
  return {
    path,
    writer: results.every(isWhole) ? 'hyperfine' : 'unknown',
    commands: results.map((result, index) => commandRuns(result, names[index] ?? '')),
  };
}

function commandRuns({ command, parameters = {}, times, exit_codes }: HyperfineResult, name: string) {
  const exitCodes = times.map((_, run) => exit_codes?.[run] ?? null);
  const isKept = (exitCode: number | null): boolean => exitCode === null || exitCode === 0;
  return {
    name,
    command,
    parameters,
    // hyperfine's clock counts nanoseconds; what is finer comes from the mean that it subtracts for its shell.
    timesNs: times
      .map((seconds) => Math.round(seconds * 1e9))
      .filter((_, run) => isKept(exitCodes[run] ?? null)),
    failures: countExits(exitCodes.flatMap((exitCode) => (exitCode ? [exitCode] : []))),
    withoutExitCode: exitCodes.filter((exitCode) => exitCode === null).length,
  };
}

/** The most frequent first. */
function countExits(exitCodes: readonly number[]): ExitCount[] {
  const counts = new Map<number, number>();
  for (const exitCode of exitCodes) counts.set(exitCode, (counts.get(exitCode) ?? 0) + 1);
  return [...counts].map(([exitCode, count]) => ({ exitCode, count })).sort((a, b) => b.count - a.count);
}

export const failedRuns = ({ failures }: CommandRuns): number =>
  failures.reduce((sum, { count }) => sum + count, 0);
