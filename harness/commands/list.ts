import Table from 'cli-table3';
import { loadRunner } from '../../runners/index.ts';
import { type Probe, RUNNER_NAMES, type Runner } from '../../runners/runner.ts';
import { describeWorkloads } from '../../workloads/index.ts';
import { formatBytes } from '../report/format.ts';
import { NO_BORDERS } from '../report/terminal/table.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import type { Io } from './io.ts';

export interface ListOptions {
  readonly json?: boolean;
  /** Only the runners, with their variants. */
  readonly runners?: boolean;
}

/** `coldbench list`: the workloads and the runners, and why one is unavailable. */
export async function list(options: ListOptions, io: Io): Promise<ExitCode> {
  const [workloads, runners] = await Promise.all([describeWorkloads(), describeRunners()]);
  if (options.json) {
    const listed = options.runners ? { runners } : { workloads, runners };
    io.stdout.write(`${JSON.stringify(listed, null, 2)}\n`);
  } else if (options.runners) io.stdout.write(`${formatRunners(runners, true)}\n`);
  else io.stdout.write(`${formatWorkloads(workloads)}\n\n${formatRunners(runners, false)}\n`);
  return EXIT.ok;
}

type Described<T extends (...args: never[]) => Promise<unknown>> = Awaited<ReturnType<T>>;

const describeRunners = () =>
  Promise.all(
    RUNNER_NAMES.map(async (name) => {
      const runner = await loadRunner(name);
      const { summary, isolation, engine } = runner;
      const variants = await describeVariants(runner);
      return { name, summary, isolation, engine, ...(await runner.probe()), variants };
    }),
  );

const describeVariants = (runner: Runner) =>
  Promise.all(
    Object.entries(runner.variants ?? {}).map(async ([name, { summary, isolation, engine }]) => ({
      name: `${runner.name}:${name}`,
      summary,
      isolation: isolation ?? runner.isolation,
      engine: engine ?? runner.engine,
      ...(await runner.probe(name)),
    })),
  );

function formatWorkloads(workloads: Described<typeof describeWorkloads>): string {
  const rows = workloads.map(({ name, summary, inputBytes }) => [name, summary, formatBytes(inputBytes)]);
  return `Workloads (or the path of your own module)\n${plainTable(rows)}`;
}

/** What there is to say of a runner stands below it: side by side it would be wider than any terminal. */
function formatRunners(runners: Described<typeof describeRunners>, withVariants: boolean): string {
  const rows = runners.flatMap((runner) => [
    [runner.name, about(runner, true)],
    ...(withVariants ? runner.variants.map((variant) => [variant.name, about(variant, false)]) : []),
  ]);
  const more = withVariants ? '' : '\n\n`coldbench list --runners` shows their variants as well.';
  return `Runners\n${plainTable(rows)}${more}`;
}

type Listed = Probe & Pick<Runner, 'summary' | 'isolation' | 'engine'>;

function about(runner: Listed, withVariant: boolean): string {
  const emulated = runner.available && runner.emulated !== undefined ? `; emulated: ${runner.emulated}` : '';
  const available = `${withVariant && runner.available ? `available (${runner.variant})` : 'available'}${emulated}`;
  return [
    runner.available ? available : `unavailable: ${runner.reason}`,
    ...(runner.available ? [] : [runner.remedy]),
    runner.summary,
    `isolation: ${runner.isolation}; engine: ${runner.engine}`,
  ].join('\n');
}

function plainTable(rows: readonly string[][]): string {
  const table = new Table({
    chars: NO_BORDERS,
    style: { 'padding-left': 2, 'padding-right': 1, head: [], border: [] },
  });
  table.push(...rows);
  return table.toString();
}
