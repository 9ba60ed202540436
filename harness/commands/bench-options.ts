import type { Command } from 'commander';
import { DEFAULT_RUNNERS, RUNNER_NAMES } from '../../runners/runner.ts';
import { CONDITIONS, type Condition } from '../model/conditions.ts';
import type { Ns } from '../model/units.ts';
import { addLimitsOptions, type LimitsOptions } from './limits-options.ts';
import { addLoadOptions, type LoadOptions } from './load-options.ts';
import { addScaleOptions, type ScaleOptions } from './scale-options.ts';
import { collect, collectLabel, parseConditions, parseCount, parseDuration, parsePercent } from './values.ts';

/** What is measured and how, parsed; absent flags take the plan's defaults. `bench` and `gate` have them. */
export interface MeasureOptions {
  readonly workload?: string[];
  readonly input?: string;
  readonly baselineArtifact?: string;
  readonly runners?: string;
  readonly variant?: string[];
  readonly blocks?: number;
  readonly budget?: Ns;
  readonly precision?: number;
  readonly warmCalls?: number;
  readonly seed?: number;
  readonly quick?: boolean;
  readonly label?: Record<string, string>;
  readonly strict?: boolean;
  readonly timeout?: Ns;
  readonly cache: boolean;
}

/** The flags of `bench`, parsed. */
export interface BenchOptions extends MeasureOptions, LoadOptions, ScaleOptions, LimitsOptions {
  readonly out?: string;
  readonly json?: boolean;
  readonly plan?: string;
  readonly part?: string;
  readonly conditions?: Condition[];
  readonly full?: boolean;
}

const HELP = `
A run packages each workload once for each runner, then measures in blocks: one cold start of every subject a block, in
random order. It stops when every median is known to the asked precision, or when the blocks or the budget end.

Each condition adds a trial of every packaging that can start so to each block, so that a run takes longer or gets fewer
blocks; the stop rule looks at cold starts only.

Examples:
  $ npx coldbench bench
  $ npx coldbench bench --quick --runners process,serverless
  $ npx coldbench bench --workload markdown --workload ssr --budget 5m --precision 1%
  $ npx coldbench bench --workload ./my-handler.ts --input event.json --label branch=main
  $ npx coldbench bench --workload ./a.ts --workload ./b.ts     A and B in the same blocks; then: coldbench compare FILE
  $ npx coldbench bench --workload ./a.ts --baseline-artifact results/last-week.ndjson    today's code beside that run's
  $ npx coldbench bench --conditions disk-cold,paused           the same starts colder and warmer; --full for everything
  $ npx coldbench bench --json > summary.json
  $ npx coldbench bench --plan plan --part 2 --out results/part-2.ndjson     this machine's part of \`coldbench plan\`

Exit codes: 0 fine, 1 a trial or a guest of a study failed, or nothing could be measured, 2 wrong usage, 130 or 143 interrupted.`;

export function addBench(program: Command, action: (options: BenchOptions) => Promise<void>): void {
  const command = program
    .command('bench')
    .description('package a workload in several ways, measure each, and write a result set');
  addLimitsOptions(addScaleOptions(addLoadOptions(addMeasureOptions(command))))
    .option('--out <file>', 'where the result set goes (default: results/<time>-<workload>.ndjson)')
    .option('--json', 'machine-readable summary on stdout, progress on stderr')
    .option(
      '--conditions <list>',
      `beside cold starts, some of ${CONDITIONS.slice(1).join(',')}`,
      parseConditions,
    )
    .option('--full', 'every condition')
    .option('--plan <folder>', 'run a part of this plan, which says what is measured and how')
    .option('--part <name>', 'the part of the plan that this machine runs')
    .addHelpText('after', HELP)
    .action(action);
}

export function addMeasureOptions(command: Command): Command {
  return command
    .option(
      '--workload <name|path>',
      'a workload of `coldbench list`, or your own module; repeatable (default: catalog)',
      collect,
    )
    .option('--input <file>', 'the event to call it with, a JSON file')
    .option(
      '--baseline-artifact <file>',
      'measure the code of this earlier result set, or this module, in the same blocks',
    )
    .option(
      '--runners <list>',
      `some of ${RUNNER_NAMES.join(',')}, a variant as in process:bun, or all, @fast, @secure (default: ${DEFAULT_RUNNERS.join(',')}; sandbox without a container engine)`,
    )
    .option('--variant <runner:name>', 'this variant of a runner as well; repeatable', collect)
    .option('--blocks <n>', 'measure exactly this many blocks', parseCount(1, 1_000_000))
    .option(
      '--budget <duration>',
      'stop measuring after about this long, such as 90s or 5m (default: 60s)',
      parseDuration,
    )
    .option('--precision <percent>', 'stop when the medians are known to ± this (default: 2%)', parsePercent)
    .option(
      '--warm-calls <n>',
      'calls on the warm guest in each trial (default: 100)',
      parseCount(0, 1_000_000),
    )
    .option(
      '--seed <n>',
      'seed of the random order, to repeat a plan (default: random, recorded)',
      parseCount(0, 0xffff_ffff),
    )
    .option('--quick', 'a first look: 8 blocks, few warm calls')
    .option('--label <key=value>', 'a note to keep with the result set; repeatable', collectLabel)
    .option('--strict', 'run a block again that the machine disturbed (steal, pressure, slow canary)')
    .option('--timeout <duration>', 'how long a launch or a call may take (default: 10s)', parseDuration)
    .option('--no-cache', 'package anew, whatever the cache has');
}
