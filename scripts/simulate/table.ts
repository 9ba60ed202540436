import { formatCount, formatDuration, formatNs, formatPercent } from '../../harness/report/format.ts';
import { type Share, wilson } from '../../harness/selfcheck/wilson.ts';
import { mad, median } from '../../harness/stats/index.ts';
import type { SimulatedDesign } from './draw.ts';
import type { Tally } from './families.ts';
import type { Pool } from './pool.ts';

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

/** The rates of all rules as a Markdown table, with a line on what was drawn from. */
export function markdown(simulation: Simulation): string {
  const { shares, results } = simulation;
  const head = [
    'design',
    'rule',
    'false alarms',
    ...shares.map((share) => `+${formatPercent(share)} found`),
    'shown same',
  ];
  const rows = results.flatMap(({ design, tallies }) =>
    tallies.map((tally, index) => [index === 0 ? DESIGN_WORDS[design] : '', tally.rule, ...ratesOf(tally)]),
  );
  const lines = [head, head.map((_, column) => (column < 2 ? '---' : '--:')), ...rows];
  return `${[describe(simulation), '', ...lines.map((cells) => `| ${cells.join(' | ')} |`)].join('\n')}\n`;
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
