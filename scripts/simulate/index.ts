// `node dist/simulate.js FILE...`: how often does the comparison raise a false alarm, and what does it find, when
// real trials of one thing are compared with each other ten thousand times? Other rules are given the same samples.
import { basename } from 'node:path';
import { Command, Option } from 'commander';
import { collectPercent, parseCount } from '../../harness/commands/values.ts';
import { loadComparable } from '../../harness/compare/load.ts';
import { formatCount, formatDuration } from '../../harness/report/format.ts';
import { DESIGNS, designsOf, type SimulatedDesign } from './draw.ts';
import type { Tally } from './families.ts';
import { runInParallel } from './parallel.ts';
import { type Pool, poolOf } from './pool.ts';
import { runScript } from './run-script.ts';
import { markdown } from './table.ts';

interface Options {
  readonly families: number;
  readonly seed: number;
  readonly injected?: number[];
  readonly blocks?: number;
  readonly design?: SimulatedDesign;
}

const DEFAULT_SHARES = [0.02];
/** Rank statistics of more take their time: ten thousand families of 100 blocks take a minute or two. */
const MOST_BLOCKS = 100;

async function simulate(path: string, options: Options): Promise<string> {
  const pool: Pool = { ...poolOf(await loadComparable(path)), path: basename(path) };
  const blocks = options.blocks ?? Math.min(MOST_BLOCKS, Math.floor(pool.blocks / 2));
  const shares = options.injected ?? DEFAULT_SHARES;
  const designs = designsOf(pool, blocks).filter((design) => design === (options.design ?? design));
  const results: { design: SimulatedDesign; tallies: Tally[] }[] = [];
  for (const design of designs) {
    const task = { pool, design, blocks, shares, seed: options.seed };
    results.push({ design, tallies: await runInParallel(task, options.families, progress(design, options)) });
  }
  return markdown({ pool, blocks, shares, results });
}

/** A line a tenth. */
function progress(design: SimulatedDesign, { families }: Options): (done: number) => void {
  const startMs = performance.now();
  let tenths = 0;
  return (done) => {
    if (Math.floor((done / families) * 10) <= tenths) return;
    tenths = Math.floor((done / families) * 10);
    const elapsed = formatDuration((performance.now() - startMs) * 1e6);
    process.stderr.write(
      `${design}: ${formatCount(done)} of ${formatCount(families)} families, ${elapsed}\n`,
    );
  };
}

const program = new Command('simulate')
  .description('false-alarm rate and power of the comparison and of other rules, from recorded A/A trials')
  .argument('<file...>', 'result sets with `base` and `again`, or of any one thing')
  .option('--families <n>', 'comparisons to simulate for each design', parseCount(1, 1e7), 10_000)
  .option(
    '--blocks <n>',
    'blocks a side (default: 100, or half of the blocks of the file)',
    parseCount(6, 10_000),
  )
  .option('--injected <percent>', 'change of the cold start; repeatable (default: 2%)', collectPercent)
  .addOption(new Option('--design <name>', 'one of the designs only').choices(DESIGNS))
  .option('--seed <n>', 'seed of all draws', parseCount(0), 1)
  .action(async (files: string[], options: Options) => {
    for (const file of files) process.stdout.write(`${await simulate(file, options)}\n`);
  });
await runScript(program);
