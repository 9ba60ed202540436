// `node dist/simulate-nightly.js FILE...`: three years of nights, drawn from recorded trials of one thing: how often does
// the search for change points raise a false alarm, and how soon does it find a step? Other rules see the same nights.
import { basename } from 'node:path';
import { Command } from 'commander';
import { parseCount } from '../../harness/commands/values.ts';
import { loadComparable } from '../../harness/compare/load.ts';
import { formatPercent } from '../../harness/report/format.ts';
import { createRandom, median } from '../../harness/stats/index.ts';
import { poolOf } from '../simulate/pool.ts';
import { runScript } from '../simulate/run-script.ts';
import { driftOf, type Nightly } from './nights.ts';
import { RULES } from './rules.ts';
import { type Score, simulateYears } from './years.ts';

interface Options {
  readonly years: number;
  readonly series: number;
  readonly blocks: number;
  readonly seed: number;
}

const STEPS = [0, 0.02, 0.05, 0.1];
const NIGHTS_A_YEAR = 365;

async function simulate(path: string, { years, series, blocks, seed }: Options): Promise<string> {
  const pool = poolOf(await loadComparable(path));
  const subjects = Math.ceil(series / pool.rows.length);
  const nightly: Nightly = { pool, subjects, blocks, drift: pool.rows.map((row) => driftOf(row, blocks)) };
  const scores = STEPS.map((step) => {
    process.stderr.write(`${basename(path)}: ${years} years with steps of ${formatPercent(step)}\n`);
    return simulateYears(
      nightly,
      RULES,
      { nights: years * NIGHTS_A_YEAR, step },
      createRandom(seed).derive(String(step)),
    );
  });
  const drift = pool.rows.map(
    ({ metric }, row) => `${metric.label} ${formatPercent(nightly.drift[row] ?? 0)}`,
  );
  return [
    `\`${basename(path)}\`: ${years} years, ${subjects * pool.rows.length} series, ${blocks} blocks a night, seed ${seed}. A night's levels vary by (standard deviation): ${drift.join(', ')}.`,
    '',
    '| rule | false alarms a year, all series | 2 % of cold start found in 3 nights | 5 % | 10 % | nights until 5 % is found (median) | F-score at 5 % |',
    '| --- | --: | --: | --: | --: | --: | --: |',
    ...RULES.map(({ name }, rule) =>
      tableRow(
        name,
        scores.map((ofStep) => ofStep[rule]),
        years,
      ),
    ),
    '',
  ].join('\n');
}

function tableRow(name: string, scores: readonly (Score | undefined)[], years: number): string {
  const [none, ...steps] = scores;
  const five = steps[1];
  const delay = median(five?.delays ?? []);
  return `| ${[
    name,
    ((none?.falseAlarms ?? 0) / years).toFixed(1),
    ...steps.map((score) => formatPercent((score?.foundInThree ?? 0) / Math.max(1, score?.steps ?? 0))),
    delay === null ? '–' : String(delay),
    five ? fScore(five).toFixed(2) : '–',
  ].join(' | ')} |`;
}

/** Harmonic mean of precision and recall: 2 TP / (2 TP + FP + FN). */
const fScore = ({ steps, found, falseAlarms }: Score): number => (2 * found) / (steps + found + falseAlarms);

const program = new Command('simulate-nightly')
  .description('false alarms and delays of change points and of other rules, over years of simulated nights')
  .argument('<file...>', 'result sets with `base` and `again`, or of any one thing')
  .option('--years <n>', 'years of nights', parseCount(1, 100), 3)
  .option('--series <n>', 'series that are watched', parseCount(1, 1000), 24)
  .option('--blocks <n>', 'blocks a night', parseCount(6, 10_000), 100)
  .option('--seed <n>', 'seed of all draws', parseCount(0), 1)
  .action(async (files: string[], options: Options) => {
    for (const file of files) process.stdout.write(`${await simulate(file, options)}\n`);
  });
await runScript(program);
