import { type Command, Option } from 'commander';
import { DEFAULT_RULES, type Direction, POLICIES, type Policy } from '../gate/rules.ts';
import type { Ns } from '../model/units.ts';
import { formatPercent } from '../report/format.ts';
import { addMeasureOptions, type MeasureOptions } from './bench-options.ts';
import { parseDay, parseDirections, parseShare } from './gate-values.ts';
import { collect, parseCount, parseDuration, parsePercent } from './values.ts';

/** The flags of `gate`, parsed; those of measuring are bench's own. */
export interface GateFlags extends MeasureOptions {
  readonly baseline?: string;
  readonly history?: string;
  readonly failOn: readonly Direction[];
  readonly threshold: number;
  readonly metric?: string[];
  readonly inconclusive: Policy;
  readonly noBaseline: Policy;
  readonly minQuietness: number;
  readonly maxDisturbed: number;
  readonly confirmBudget: Ns;
  readonly baselineModule?: string;
  readonly accepted?: string;
  readonly accept?: boolean;
  readonly reason?: string;
  readonly expires?: string;
  readonly by?: string;
  readonly out?: string;
  readonly json?: boolean;
}

const HELP = `
Answers one question: may this change land? The candidate is a result set, or is measured now with the options of bench.
What looks slower at first is only suspected: its old and new code then run again, interleaved in the same blocks, and
it is confirmed only if the whole 95% interval of that lies beyond the threshold.

The baseline is a result set; or the run of a git revision, or the last good run, in a history; or, when none is named,
the old code in the candidate's own blocks (bench --baseline-artifact).

Examples:
  $ npx coldbench gate --workload ./my-handler.ts --baseline results/main.ndjson
  $ npx coldbench gate results/branch.ndjson --baseline results/main.ndjson --threshold 5% --json
  $ npx coldbench gate --workload ./my-handler.ts --baseline last-good --history ../history --no-baseline=pass
  $ npx coldbench gate --workload ./my-handler.ts --baseline-artifact ../old/my-handler.ts --fail-on slower,faster
  $ npx coldbench gate --baseline main --accept --reason "new parser, worth it" --expires 2027-03-31

Exit codes: 0 fine; 1 a regression is confirmed; 2 cannot tell (0 with --inconclusive=pass); 3 wrong usage; 4 unfit
surroundings: another machine, not quiet enough, or no baseline (0 with --no-baseline=pass); 70 a fault of coldbench
itself; 130 or 143 interrupted.`;

export function addGate(
  program: Command,
  action: (file: string | undefined, flags: GateFlags) => Promise<void>,
): void {
  const command = program
    .command('gate')
    .description('tell whether a change may land: what looks slower is measured again before it fails')
    .argument('[candidate]', 'a result set (.ndjson); measured now when it is left out');
  addJudgingOptions(command);
  addConfirmingOptions(command);
  addMeasureOptions(command).addHelpText('after', HELP).action(action);
}

function addJudgingOptions(command: Command): void {
  command
    .option('--baseline <file|ref|last-good>', 'what the candidate is judged against')
    .option('--history <folder>', 'where last-good and revisions are looked for (default: history)')
    .addOption(
      new Option('--fail-on <changes>', 'slower, faster or both, with a comma')
        .argParser(parseDirections)
        .default(DEFAULT_RULES.failOn, DEFAULT_RULES.failOn.join(',')),
    )
    .addOption(
      percentOption('--threshold', 'the largest change that does not matter', DEFAULT_RULES.threshold),
    )
    .option(
      '--metric <name>',
      `judge this one; repeatable (default: ${DEFAULT_RULES.metrics.join(', ')})`,
      collect,
    )
    .addOption(policyOption('--inconclusive', 'what becomes of a gate that cannot tell'))
    .addOption(policyOption('--no-baseline', 'what becomes of one with nothing to compare with'))
    .option(
      '--min-quietness <score>',
      'of 100, before measuring',
      parseCount(0, 100),
      DEFAULT_RULES.minQuietness,
    )
    .addOption(
      percentOption(
        '--max-disturbed',
        'of the blocks, when two runs are compared',
        DEFAULT_RULES.maxDisturbed,
        parseShare,
      ),
    );
}

/** How a suspicion is followed up, and what is kept of it. */
function addConfirmingOptions(command: Command): void {
  command
    .addOption(
      new Option('--confirm-budget <duration>', 'how long old and new code are measured again, in all')
        .argParser(parseDuration)
        .default(120e9, '2m'),
    )
    .option('--baseline-module <path>', 'the old code, to confirm with when the cache does not have it')
    .option(
      '--accepted <file>',
      "changes that were accepted (default: the history's accepted.json, or ./accepted.json)",
    )
    .option('--accept', 'add what is confirmed to that file; needs --reason and --expires')
    .option('--reason <text>', 'why it is accepted')
    .option('--expires <day>', 'the last day on which it is, such as 2027-03-31', parseDay)
    .option('--by <name>', "who accepts it (default: git's user.name)")
    .option(
      '--out <folder>',
      'where candidate, confirmations and gate.json go (default: results/<time>-gate)',
    )
    .option('--json', 'machine-readable result on stdout, progress on stderr');
}

const policyOption = (flag: string, description: string): Option => {
  const option = new Option(`${flag} <policy>`, description).choices(POLICIES).default('fail');
  // Commander takes whatever begins with --no- for the denial of another flag; this one is a flag of its own.
  option.negate = false;
  return option;
};

const percentOption = (
  flag: string,
  description: string,
  share: number,
  parse: (text: string) => number = parsePercent,
): Option =>
  new Option(`${flag} <percent>`, description).argParser(parse).default(share, formatPercent(share));
