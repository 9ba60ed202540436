import { Command, CommanderError, Option } from 'commander';
import { addBench } from './commands/bench-options.ts';
import { addCompare } from './commands/compare-options.ts';
import { type ErrorExits, errorExitsOf } from './commands/error-exits.ts';
import { EXIT, type ExitCode } from './commands/exit-codes.ts';
import { addGate } from './commands/gate-options.ts';
import { addHistory } from './commands/history-options.ts';
import type { Io } from './commands/io.ts';
import { addMerge } from './commands/merge-options.ts';
import { addPlan } from './commands/plan-options.ts';
import { addReport } from './commands/report-options.ts';
import { addSelfcheck } from './commands/selfcheck-options.ts';
import { harnessVersion } from './experiment/versions.ts';
import { FORMAT_NAMES } from './formats/names.ts';
import { ColdbenchError } from './model/errors.ts';

const EXAMPLES = `
Examples:
  $ npm run bench                              the default workload in every packaging that works here
  $ npx coldbench bench --quick                a first look in half a minute
  $ npx coldbench bench --workload ./my-handler.ts --input event.json
  $ npx coldbench show results/FILE.ndjson     the summary again, from the file alone
  $ npx coldbench compare OLD NEW              what got faster or slower between two runs, and where
  $ npx coldbench gate --baseline last-good    may this change land?
  $ npx coldbench report results/FILE.ndjson   a page with every chart, in one HTML file
  $ npx coldbench history add FILE…            keep result sets over time, for history list and show
  $ npx coldbench plan --split 4 --out plan    what four machines run, each its part; then: coldbench merge
  $ npx coldbench selfcheck                    how small a difference this machine can show
  $ npx coldbench doctor                       what this machine can measure, and what is missing

Exit codes: 0 fine, 1 something failed or was not valid, 2 wrong usage, 130 or 143 interrupted; those of gate are its own.`;

/** The whole program but for the process itself: testable, and nothing below it calls process.exit. */
export async function main(argv: readonly string[], io: Io): Promise<ExitCode> {
  let code: ExitCode = EXIT.ok;
  let command: string | null = null;
  const program = createProgram(io, (result) => {
    code = result;
  });
  program.hook('preSubcommand', (_program, subcommand) => {
    command = subcommand.name();
  });
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return code;
  } catch (error) {
    return explain(error, errorExitsOf(command), io);
  }
}

function createProgram(io: Io, setCode: (code: ExitCode) => void): Command {
  const program = new Command('coldbench')
    .description('What does packaging your TypeScript cost? Measures one handler in several packagings.')
    .version(harnessVersion())
    .addHelpText('after', EXAMPLES)
    .showHelpAfterError('(add --help for the options and examples)')
    .configureOutput({ writeOut: (text) => io.stdout.write(text), writeErr: (text) => io.stderr.write(text) })
    .exitOverride();
  // Commands are loaded when they run: `--help` loads none of them.
  addBench(program, async (options) =>
    setCode(await (await import('./commands/bench.ts')).bench(options, io)),
  );
  program
    .command('show')
    .description('print the summary of a result set, rebuilt from the file alone')
    .argument('<file>', 'a result set (.ndjson), or what hyperfine --export-json wrote')
    .addOption(
      new Option('--json', 'machine-readable summary on stdout (results/summary.schema.json)').conflicts(
        'format',
      ),
    )
    .option('--format <name>', `another format: ${FORMAT_NAMES.join(', ')}`)
    .addHelpText(
      'after',
      `
Examples:
  $ npx coldbench show results/FILE.ndjson --json | jq .subjects
  $ npx coldbench show results/FILE.ndjson --format markdown >> "$GITHUB_STEP_SUMMARY"
  $ npx coldbench show results/FILE.ndjson --format csv > trials.csv
  $ npx coldbench show results/FILE.ndjson --format chrome-trace > trace.json   for https://ui.perfetto.dev
  $ npx coldbench show results/FILE.ndjson --format openmetrics > coldbench.om  for Prometheus
  $ npx coldbench show results/FILE.ndjson --format hyperfine > cold.json && python3 plot_whisker.py cold.json
  $ npx coldbench show hyperfine.json          the times in a file that hyperfine --export-json wrote

A file of hyperfine tells no machine, no order and no answers: what is shown says so, and adds nothing.`,
    )
    .action(async (file, options) =>
      setCode(await (await import('./commands/show.ts')).show(file, options, io)),
    );
  addCompare(program, async (files, options) =>
    setCode(await (await import('./commands/compare.ts')).compare(files, options, io)),
  );
  addGate(program, async (file, flags) =>
    setCode(await (await import('./commands/gate.ts')).gate(file, flags, io)),
  );
  addPlan(program, async (options) => setCode(await (await import('./commands/plan.ts')).plan(options, io)));
  addMerge(program, async (files, options) =>
    setCode(await (await import('./commands/merge.ts')).merge(files, options, io)),
  );
  addReport(program, async (files, options) =>
    setCode(await (await import('./commands/report.ts')).report(files, options, io)),
  );
  addHistory(program, {
    add: async (files, flags) =>
      setCode(await (await import('./commands/history-add.ts')).historyAdd(files, flags, io)),
    list: async (flags) => setCode(await (await import('./commands/history-list.ts')).historyList(flags, io)),
    show: async (flags) => setCode(await (await import('./commands/history-show.ts')).historyShow(flags, io)),
    report: async (flags) =>
      setCode(await (await import('./commands/history-report.ts')).historyReport(flags, io)),
    prune: async (flags) =>
      setCode(await (await import('./commands/history-prune.ts')).historyPrune(flags, io)),
    export: async (flags) =>
      setCode(await (await import('./commands/history-export.ts')).historyExport(flags, io)),
  });
  addSelfcheck(program, async (files, options) =>
    setCode(await (await import('./commands/selfcheck.ts')).selfcheck(files, options, io)),
  );
  program
    .command('validate')
    .description('check schema, counts and digest of result sets, and name what is wrong')
    .argument('<file...>', 'result sets (.ndjson)')
    .option('--json', 'machine-readable report on stdout')
    .option('--allow-incomplete', 'accept an interrupted run that is sound as far as it goes')
    .addHelpText('after', '\nExample:\n  $ npx coldbench validate results/*.ndjson')
    .action(async (files, options) =>
      setCode(await (await import('./commands/validate.ts')).validate(files, options, io)),
    );
  program
    .command('doctor')
    .description('tell what this machine can measure, what will be skipped, and how to get it')
    .option('--json', 'machine-readable report on stdout')
    .addHelpText(
      'after',
      '\nExample:\n  $ npx coldbench doctor\n\nExits with 1 only if nothing can be measured.',
    )
    .action(async (options) => setCode(await (await import('./commands/doctor.ts')).doctor(options, io)));
  program
    .command('list')
    .description('list the workloads and the runners, and why one is unavailable')
    .option('--json', 'machine-readable list on stdout')
    .option('--runners', 'the runners alone, with their variants')
    .addHelpText('after', '\nExample:\n  $ npx coldbench list')
    .action(async (options) => setCode(await (await import('./commands/list.ts')).list(options, io)));
  return program;
}

function explain(error: unknown, exits: ErrorExits, io: Io): ExitCode {
  // Commander has printed its own message by now.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : exits.usage;
  if (!(error instanceof ColdbenchError)) {
    if (exits.crashed === null) throw error;
    io.stderr.write(`coldbench: ${error instanceof Error ? error.stack : String(error)}\n`);
    return exits.crashed;
  }
  io.stderr.write(`coldbench: ${error.message}\n`);
  if (error.remedy) io.stderr.write(`  ${error.remedy}\n`);
  return exits.of(error);
}

/** Runs the program in this process: the only place that sets its exit code. */
export async function run(argv: readonly string[]): Promise<void> {
  // A reader that closes early, as `head` does, is no fault.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  process.exitCode = await main(argv, {
    stdout: process.stdout,
    // Opened when something is written to it: each of the two streams costs a start 2 ms.
    get stderr() {
      return process.stderr;
    },
    env: process.env,
  });
}
