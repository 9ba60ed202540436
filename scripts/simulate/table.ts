import { formatCount, formatDuration, formatNs, formatPercent } from '../../harness/report/format.ts';
import { type Share, wilson } from '../../harness/selfcheck/wilson.ts';
import { mad, median } from '../../harness/stats/index.ts';
import type { SimulatedDesign } from './draw.ts';
import type { Tally } from './families.ts';
import type { Pool } from './pool.ts';
import { coldbench } from './rules.ts';

export interface Simulation {
  readonly pool: Pool;
  readonly blocks: number;
  readonly shares: readonly number[];
  readonly results: readonly { readonly design: SimulatedDesign; readonly tallies: readonly Tally[] }[];
}

const DESIGN_WORDS: Readonly<Record<SimulatedDesign, string>> = {
  paired: 'one run, paired by block',
  independent: 'two runs, alike',
  apart: 'two runs, at different times',
};

/** What was drawn from, the rates of all rules, and which rows raise the program's own false alarms, as Markdown. */
export function markdown(simulation: Simulation): string {
  return `${[describe(simulation), ruleTable(simulation), ROWS_INTRO, rowTable(simulation)].join('\n\n')}\n`;
}

const ROWS_INTRO = "coldbench's false alarms by row:";

function ruleTable({ shares, results }: Simulation): string {
  const injected = shares.map((share) => `+${formatPercent(share)} found`);
  return table(
    ['design', 'rule', 'false alarms', ...injected, 'shown same'],
    results.flatMap(({ design, tallies }) =>
      tallies.map((tally, index) => [index === 0 ? DESIGN_WORDS[design] : '', tally.rule, ...ratesOf(tally)]),
    ),
  );
}

/** All subjects' rows of a metric have one name each; with one subject the metric's is enough. */
function rowTable({ pool: { rows }, results }: Simulation): string {
  const several = new Set(rows.map(({ subject }) => subject)).size > 1;
  return table(
    ['row', ...results.map(({ design }) => DESIGN_WORDS[design])],
    rows.map(({ subject, metric }, row) => [
      several ? `${metric.label} of ${subject}` : metric.label,
      ...results.map(({ tallies }) => {
        const ours = tallies.find(({ rule }) => rule === coldbench.name);
        return rateText(wilson(ours?.rowAlarms[row] ?? 0, ours?.families ?? 0));
      }),
    ]),
    1,
  );
}

/** The first columns are words, the others figures. */
function table(head: readonly string[], rows: readonly (readonly string[])[], words = 2): string {
  const rule = head.map((_, column) => (column < words ? '---' : '--:'));
  return [head, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function ratesOf({ families, alarms, found, same }: Tally): string[] {
  return [
    rateText(wilson(alarms, families)),
    ...found.map((count) => rateText(wilson(count, families))),
    same === null ? '' : rateText(wilson(same, families)),
  ];
}

/** '0.64% [0.5%, 0.82%]': the 95 % interval is of the simulation, not of the machine. */
function rateText({ share, low, high }: Share): string {
  if (share === null) return '';
  return `${formatPercent(share)} [${formatPercent(low)}, ${formatPercent(high)}]`;
}

function describe({ pool, blocks, results }: Simulation): string {
  const { rows, target, path, notes, blockNs } = pool;
  const values = rows[target]?.first ?? [];
  const [centre, spread] = [median(values) ?? Number.NaN, mad(values) ?? Number.NaN];
  const families = formatCount(results[0]?.tallies[0]?.families ?? 0);
  const without = notes.length > 0 ? ` Left out: ${notes.join(', ')}.` : '';
  const time = blockNs === null ? '' : ` (${formatDuration(blocks * blockNs)} of measuring)`;
  return (
    `\`${path}\`: ${formatCount(pool.blocks)} blocks, cold start ${formatNs(centre)} (MAD ` +
    `${formatPercent(spread / centre)}). ${families} families of ${rows.length} rows, ${formatCount(blocks)} blocks a ` +
    `side${time}.${without}`
  );
}
