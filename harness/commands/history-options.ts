import type { Command } from 'commander';
import { parseCount, parseSince, parseUntil } from './values.ts';

/** The flags that every command of a history has. */
export interface HistoryFlags {
  readonly history?: string;
  readonly json?: boolean;
}

export interface HistoryAddFlags extends HistoryFlags {
  readonly allowIncomplete?: boolean;
}

export interface HistoryListFlags extends HistoryFlags {
  readonly workload?: string;
  readonly runner?: string;
  readonly metric?: string;
  readonly machine?: string;
  /** ms since 1970. */
  readonly since?: number;
  readonly until?: number;
  readonly limit?: number;
}

export interface HistoryShowFlags extends HistoryListFlags {
  readonly variant?: string;
  readonly work?: string;
}

export interface HistoryReportFlags extends Omit<HistoryListFlags, 'limit'> {
  readonly out?: string;
  readonly accepted?: string;
  /** ms since 1970. */
  readonly changedSince?: number;
}

export interface HistoryPruneFlags extends HistoryFlags {
  readonly keepDays?: number;
  readonly keepLast?: number;
  readonly dryRun?: boolean;
}

export interface HistoryExportFlags extends HistoryFlags {
  readonly parquet: string;
}

export interface HistoryActions {
  add(files: string[], flags: HistoryAddFlags): Promise<void>;
  list(flags: HistoryListFlags): Promise<void>;
  show(flags: HistoryShowFlags): Promise<void>;
  report(flags: HistoryReportFlags): Promise<void>;
  prune(flags: HistoryPruneFlags): Promise<void>;
  export(flags: HistoryExportFlags): Promise<void>;
}

const HELP = `
A history is a folder, or a checkout of a git branch, that holds result sets: history/runs/2026/11/….ndjson. They are the
truth; history/index is made of them, ignored by git, and can be removed at any time.

Examples:
  $ npx coldbench history add results/*.ndjson
  $ npx coldbench history list --metric warmP50 --since 2026-10-01
  $ npx coldbench history show --workload catalog --runner container
  $ npx coldbench history report --out trends.html
  $ npx coldbench history prune --keep-days 365 --dry-run
  $ npx coldbench history export --parquet trials

The folder is --history, else COLDBENCH_HISTORY, else history.`;

export function addHistory(program: Command, actions: HistoryActions): void {
  const history = program
    .command('history')
    .description('keep result sets over time, and look at how their figures go')
    .addHelpText('after', HELP);
  addAdd(history, actions);
  addList(history, actions);
  addShow(history, actions);
  addReport(history, actions);
  addPrune(history, actions);
  addExport(history, actions);
}

const subcommand = (history: Command, name: string, what: string): Command =>
  history
    .command(name)
    .description(what)
    .option('--history <folder>', 'the history (default: COLDBENCH_HISTORY, else history)');

const JSON_FLAG = ['--json', 'machine-readable on stdout'] as const;

function addAdd(history: Command, actions: HistoryActions): void {
  subcommand(history, 'add', 'validate result sets and keep a copy of each')
    .argument('<file...>', 'result sets (.ndjson)')
    .option('--allow-incomplete', 'take runs that were cut off, too')
    .option(...JSON_FLAG)
    .addHelpText(
      'after',
      `
A result set that is there already, under whatever name, is not kept twice. One that is not valid is named and left
out; the others are added all the same, and the exit code is 1.

Examples:
  $ npx coldbench bench --out new.ndjson --label commit=$(git rev-parse HEAD) && npx coldbench history add new.ndjson
  $ npx coldbench history add results/*.ndjson --history ../measurements --json`,
    )
    .action((files, flags) => actions.add(files, flags));
}

/** What narrows a list and a series alike. */
const withFilters = (
  command: Command,
  figure = 'this figure, such as warmP50 or phase.ready (default: coldStart)',
): Command =>
  command
    .option('--workload <name>', 'of this workload')
    .option('--runner <name>', 'of this runner')
    .option('--metric <name>', figure)
    .option('--machine <id>', 'of this machine class: its id, or the first digits of it')
    .option('--since <date>', 'not before: 2026-11-26, or 2026-11-26T10:00Z', parseSince)
    .option('--until <date>', 'not after; a day counts to its end', parseUntil);

function addList(history: Command, actions: HistoryActions): void {
  withFilters(subcommand(history, 'list', 'list the runs, newest first, with their medians'))
    .option('--limit <count>', 'at most so many runs (default: 20)', parseCount(1))
    .option(...JSON_FLAG)
    .addHelpText(
      'after',
      `
Examples:
  $ npx coldbench history list
  $ npx coldbench history list --runner wasm --metric rss --limit 100
  $ npx coldbench history list --json | jq '.runs[] | select(.complete | not) | .path'`,
    )
    .action((flags) => actions.list(flags));
}

function addShow(history: Command, actions: HistoryActions): void {
  withFilters(subcommand(history, 'show', 'show one series: a figure of one subject over time'))
    .option('--variant <name>', 'of this variant of the runner')
    .option('--work <id>', 'of this work, where input or answer changed: the first digits of its id')
    .option('--limit <count>', 'only the last so many runs of each segment (printed: 30)', parseCount(1))
    .option(...JSON_FLAG)
    .addHelpText(
      'after',
      `
Another machine, system or version begins a new segment: its level is not compared with that of the one before.

Examples:
  $ npx coldbench history show --workload catalog --runner process
  $ npx coldbench history show --workload catalog --runner wasm --metric phase.firstResponse --limit 50
  $ npx coldbench history show --runner process --json | jq '.segments[].points[] | [.startedAt, .value]'`,
    )
    .action((flags) => actions.show(flags));
}

function addReport(history: Command, actions: HistoryActions): void {
  withFilters(
    subcommand(history, 'report', 'write how every figure goes, and what changed lately, as an HTML page'),
    'only this figure, such as warmP50 or phase.ready (default: all but phases)',
  )
    .option('-o, --out <file>', 'where to write it (default: trends.html)')
    .option(
      '--changed-since <date>',
      'tell what changed since (default: a week before the newest run)',
      parseSince,
    )
    .option('--accepted <file>', 'mark the changes that this list of `coldbench gate` accepts')
    .addHelpText(
      'after',
      `
The page is one file: it opens from disk, needs no network, and its policy forbids it to use one.

Examples:
  $ npx coldbench history report
  $ npx coldbench history report --workload catalog --since 2026-08-01 --out public/trends.html
  $ npx coldbench history report --changed-since 2026-11-01 --accepted accepted.json`,
    )
    .action((flags) => actions.report(flags));
}

function addPrune(history: Command, actions: HistoryActions): void {
  subcommand(history, 'prune', 'delete the result sets that no rule keeps')
    .option('--keep-days <days>', 'keep what is younger', parseCount(0))
    .option('--keep-last <count>', 'keep the newest so many of each machine class', parseCount(1))
    .option('--dry-run', 'only tell what would be deleted')
    .option(...JSON_FLAG)
    .addHelpText(
      'after',
      `
Each file that is deleted is named. The first and the last run of each machine class always stay.

Examples:
  $ npx coldbench history prune --keep-days 365 --dry-run
  $ npx coldbench history prune --keep-days 90 --keep-last 30`,
    )
    .action((flags) => actions.prune(flags));
}

function addExport(history: Command, actions: HistoryActions): void {
  subcommand(history, 'export', 'write every trial as Parquet, for SQL and data frames')
    .requiredOption('--parquet <folder>', 'a folder that is not there yet; it gets a file a month')
    .option(...JSON_FLAG)
    .addHelpText(
      'after',
      `
A row is one figure of one trial, with the run, its time, commit and machine class. harness/history/README.md has a query.

Example:
  $ npx coldbench history export --parquet trials
  $ duckdb -c "SELECT runner, median(value) FROM 'trials/*.parquet' WHERE metric = 'coldStart' AND NOT warmup GROUP BY runner"`,
    )
    .action((flags) => actions.export(flags));
}
