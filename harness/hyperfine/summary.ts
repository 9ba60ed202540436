import type { TimesSummary } from '../report/summary-types.ts';
import { timesSummary } from '../report/times-summary.ts';
import { type CommandRuns, type ExitCount, type ExportWriter, failedRuns, type HyperfineRun } from './run.ts';

/** One row: the runs of a command. */
export interface CommandSummary {
  readonly name: string;
  readonly command: string;
  readonly parameters: Readonly<Record<string, string>>;
  /** Those without an exit code are among those that succeeded: nothing says that they did not. */
  readonly runs: { readonly succeeded: number; readonly failed: number; readonly withoutExitCode: number };
  /** Of the runs that succeeded; null when none did. */
  readonly times: TimesSummary | null;
  /** Times of 0: the command took no longer than hyperfine takes its shell to need. */
  readonly zeros: number;
  readonly failures: readonly ExitCount[];
}

export interface HyperfineSummary {
  readonly path: string;
  readonly writer: ExportWriter;
  readonly commands: readonly CommandSummary[];
}

export const summarizeRun = ({ path, writer, commands }: HyperfineRun): HyperfineSummary => ({
  path,
  writer,
  commands: commands.map(summarizeCommand),
});

function summarizeCommand(runs: CommandRuns): CommandSummary {
  const { name, command, parameters, timesNs, failures, withoutExitCode } = runs;
  return {
    name,
    command,
    parameters,
    runs: { succeeded: timesNs.length, failed: failedRuns(runs), withoutExitCode },
    times: timesSummary(timesNs),
    zeros: timesNs.filter((ns) => ns === 0).length,
    failures,
  };
}
