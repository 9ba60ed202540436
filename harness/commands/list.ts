import Table from 'cli-table3';
import { loadRunner } from '../../runners/index.ts';
import { RUNNER_NAMES } from '../../runners/runner.ts';
import { describeWorkloads } from '../../workloads/index.ts';
import { formatBytes } from '../report/format.ts';
import { NO_BORDERS } from '../report/terminal/table.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import type { Io } from './io.ts';

/** `coldbench list`: the workloads and the runners, and why one is unavailable. */
export async function list(options: { json?: boolean }, io: Io): Promise<ExitCode> {
  const [workloads, runners] = await Promise.all([describeWorkloads(), describeRunners()]);
  io.stdout.write(
    options.json ? `${JSON.stringify({ workloads, runners }, null, 2)}\n` : formatList(workloads, runners),
  );
  return EXIT.ok;
}

type Described<T extends (...args: never[]) => Promise<unknown>> = Awaited<ReturnType<T>>;

const describeRunners = () =>
  Promise.all(
    RUNNER_NAMES.map(async (name) => {
      const runner = await loadRunner(name);
      return { name, summary: runner.summary, ...(await runner.probe()) };
    }),
  );

function formatList(
  workloads: Described<typeof describeWorkloads>,
  runners: Described<typeof describeRunners>,
): string {
  const workloadRows = workloads.map(({ name, summary, inputBytes }) => [
    name,
    summary,
    formatBytes(inputBytes),
  ]);
  // What there is to say of a runner stands below it: side by side it would be wider than any terminal.
  const runnerRows = runners.map((runner) => [
    runner.name,
    [
      runner.available ? `available (${runner.variant})` : `unavailable: ${runner.reason}`,
      ...(runner.available ? [] : [runner.remedy]),
      runner.summary,
    ].join('\n'),
  ]);
  return `Workloads (or the path of your own module)\n${plainTable(workloadRows)}\n\nRunners\n${plainTable(runnerRows)}\n`;
}

function plainTable(rows: readonly string[][]): string {
  const table = new Table({
    chars: NO_BORDERS,
    style: { 'padding-left': 2, 'padding-right': 1, head: [], border: [] },
  });
  table.push(...rows);
  return table.toString();
}
