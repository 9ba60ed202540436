import { evenSamples } from '../../compare/testing/samples.ts';
import { median } from '../../stats/index.ts';

/** An invented command; what is left out is ordinary. */
export interface SampleCommand {
  readonly command?: string;
  /** Seconds; `n` even ones around `medianMs` when left out. */
  readonly times?: readonly number[];
  readonly medianMs?: number;
  readonly n?: number;
  /** Runs that failed, and with what; all others end with 0. */
  readonly fails?: Readonly<Record<number, number>>;
  /** Null leaves the exit codes away, as hyperfine did before 1.12. */
  readonly exitCodes?: readonly (number | null)[] | null;
  readonly parameters?: Readonly<Record<string, string>>;
  /** Null, as in what coldbench exports. */
  readonly cpu?: null;
}

/** What hyperfine 1.19 would have written. */
export const sampleExport = (commands: readonly SampleCommand[] = [{}]) => ({
  results: commands.map(sampleResult),
});

function sampleResult(given: SampleCommand) {
  const { command = 'node a.js', medianMs = 50, n = 30, fails = {}, parameters, cpu = 0.02 } = given;
  const times = given.times ?? evenSamples(n, medianMs / 1e3, 0.02);
  const exitCodes = given.exitCodes === undefined ? times.map((_, run) => fails[run] ?? 0) : given.exitCodes;
  return {
    command,
    mean: times.reduce((sum, time) => sum + time, 0) / times.length,
    stddev: times.length > 1 ? 0.001 : null,
    median: median(times),
    user: cpu,
    system: cpu,
    min: Math.min(...times),
    max: Math.max(...times),
    times,
    ...(exitCodes && { exit_codes: exitCodes }),
    ...(parameters && { parameters }),
  };
}

/** As hyperfine writes it. */
export const exportText = (commands?: readonly SampleCommand[]): string =>
  `${JSON.stringify(sampleExport(commands), null, 2)}\n`;
