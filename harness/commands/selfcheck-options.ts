import type { Command } from 'commander';
import type { Ns } from '../model/units.ts';
import { collectPercent, parseCount, parseDuration } from './values.ts';

/** The flags of `selfcheck`, parsed. */
export interface SelfcheckOptions {
  readonly workload: string;
  readonly runners: string;
  readonly floor: boolean;
  readonly repeat: number;
  readonly budget?: Ns;
  readonly blocks?: number;
  readonly delay?: number[];
  readonly warmCalls: number;
  readonly seed?: number;
  readonly out: string;
  readonly json?: boolean;
  readonly timeout?: Ns;
  readonly cache: boolean;
}

const HELP = `
Checks the instrument on this machine, now: what it costs by itself (floor); whether two names of one thing ever come
out as different (false alarms); whether known delays are found (sensitivity); and the smallest change that is found
19 times in 20. The statement at the end belongs beside every figure that is published.

Every repeat is a run of its own with its own result set. Named files are judged again instead of measuring.

Examples:
  $ npx coldbench selfcheck                                     5 minutes
  $ npx coldbench selfcheck --repeat 1 --budget 30s --no-floor  a first look
  $ npx coldbench selfcheck --repeat 10 --budget 2m --delay 2%
  $ npx coldbench selfcheck results/selfcheck-*.ndjson --json

Exit codes: 0 measured, whatever came out; 1 a trial failed or nothing could be measured; 2 wrong usage; 130 or 143
interrupted.`;

export function addSelfcheck(
  program: Command,
  action: (files: string[], options: SelfcheckOptions) => Promise<void>,
): void {
  program
    .command('selfcheck')
    .description('tell how small a difference this machine can show, and how often it raises a false alarm')
    .argument('[file...]', 'result sets of earlier self-checks, to judge instead of measuring')
    .option('--workload <name|path>', 'what is measured against itself', 'catalog')
    .option('--runners <list>', 'check these packagings, one after the other', 'process')
    .option('--no-floor', 'leave out the floor, which packages the empty workload for every runner')
    .option('--repeat <n>', 'this many runs a packaging', parseCount(1, 1000), 3)
    .option('--budget <duration>', 'each about this long, such as 90s or 2m (default: 60s)', parseDuration)
    .option('--blocks <n>', 'each of exactly this many blocks', parseCount(1, 1_000_000))
    .option(
      '--delay <percent>',
      'a delay to inject, of the cold start; repeatable (default: 1%, 2% and 5%)',
      collectPercent,
    )
    .option('--warm-calls <n>', 'calls on the warm guest in each trial', parseCount(0, 1_000_000), 10)
    .option('--seed <n>', 'seed of the random order (default: random, recorded)', parseCount(0, 0xffff_ffff))
    .option('--out <folder>', 'where the result sets go', 'results')
    .option('--json', 'machine-readable report on stdout, progress on stderr')
    .option('--timeout <duration>', 'how long a launch or a call may take (default: 10s)', parseDuration)
    .option('--no-cache', 'package anew, whatever the cache has')
    .addHelpText('after', HELP)
    .action(action);
}
