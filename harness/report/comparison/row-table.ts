import type { ComparisonRow, SubjectComparison } from '../../compare/comparison.ts';
import { alignDecimals } from '../column-scale.ts';
import type { Look } from '../terminal/look.ts';
import { type Column, chooseLayout, renderTable } from '../terminal/table.ts';
import { percentChange, percentInterval, roundedBlocks, rowFigures } from './figures.ts';
import { hasChanged, verdictCell } from './words.ts';

/** The rows of a subject that are shown: its phases only where its cold start moved, the largest shift first. */
export function shownRows({ rows }: SubjectComparison): ComparisonRow[] {
  const cold = rows.find(({ metric }) => metric.name === 'coldStart');
  const phases = rows
    .filter(({ metric, hypothesis }) => metric.role === 'phase' && (hypothesis || (cold && hasChanged(cold))))
    .sort((a, b) => Math.abs(b.statistics.shift) - Math.abs(a.statistics.shift));
  const others = rows.filter((row) => row !== cold && row.metric.role !== 'phase');
  return [...(cold ? [cold] : []), ...phases, ...others];
}

/** One row a metric. */
export function formatRows(subject: SubjectComparison, look: Look): string {
  const rows = shownRows(subject);
  const indent = rows[0]?.metric.name === 'coldStart' ? '  ' : '';
  const key: Column = {
    head: 'metric',
    align: 'left',
    cells: rows.map(({ metric }) => `${metric.role === 'phase' ? indent : ''}${metric.label}`),
  };
  return formatRowTable(key, rows, look);
}

export interface RowTableOptions {
  /** What another sample is, in the plural. */
  readonly more: string;
  /** Columns that come last. */
  readonly extra: readonly Column[];
}

const OF_BLOCKS: RowTableOptions = { more: 'blocks', extra: [] };

/** Rows beside a key column of the caller's. Where the width does not do, columns move into a second table below. */
export function formatRowTable(
  key: Column,
  rows: readonly ComparisonRow[],
  look: Look,
  options: RowTableOptions = OF_BLOCKS,
): string {
  const tables = chooseLayout(key, layoutsOf(rows, look, options), look.width);
  return tables.map((columns) => renderTable([key, ...columns], look)).join('\n\n');
}

/** From the widest to the narrowest; the verdict stays beside the figures that it is about. */
function layoutsOf(
  rows: readonly ComparisonRow[],
  look: Look,
  { more, extra }: RowTableOptions,
): Column[][][] {
  const [values, shift, shiftInUnit] = figureColumns(rows);
  const change = changeColumn(rows, look);
  const verdict: Column = {
    head: 'verdict',
    align: 'left',
    cells: rows.map((row) => verdictCell(row, look.colors)),
  };
  const last = [...extra, ...moreColumn(rows, more)];
  const below = [shiftInUnit, ...last];
  return [
    [[values, shift, change, verdict, ...last]],
    [[values, change, verdict], below],
    [
      [values, verdict],
      [change, ...below],
    ],
    [[values, verdict], [change], below],
  ];
}

/** The medians, and the shift: bare beside them, and with its unit for a table of its own. */
function figureColumns(rows: readonly ComparisonRow[]): [values: Column, shift: Column, shiftInUnit: Column] {
  const figures = rows.map(rowFigures);
  const olds = alignDecimals(figures.map((row) => row.old));
  const news = alignDecimals(figures.map((row) => row.new));
  return [
    {
      head: 'old → new',
      align: 'left',
      cells: figures.map(({ unit }, row) => `${olds[row]} → ${news[row]} ${unit}`),
    },
    { head: 'shift', align: 'right', cells: figures.map(({ shift }) => shift) },
    { head: 'shift', align: 'right', cells: figures.map(({ shift, unit }) => `${shift} ${unit}`) },
  ];
}

/** '+2.1% [+1.6%, +2.6%]', or why there is no interval: '+2.1% (n=3 and 31)'. */
function changeColumn(rows: readonly ComparisonRow[], { colors }: Look): Column {
  const changes = alignDecimals(
    rows.map(({ statistics: { ratio, ratioInterval } }) => percentChange(ratio, ratioInterval)),
  );
  const cells = rows.map(({ metric, statistics }, row) => {
    const { ratio, ratioInterval, nOld, nNew } = statistics;
    const few = metric.assume === 'exact' || ratioInterval || ratio === null ? '' : `(n=${nOld} and ${nNew})`;
    return `${changes[row]} ${colors.dim(percentInterval(ratioInterval) || few)}`;
  });
  return { head: 'change [95%]', align: 'left', cells };
}

/** How many more samples an inconclusive row would take, about; no column when none is. */
function moreColumn(rows: readonly ComparisonRow[], noun: string): Column[] {
  if (rows.every(({ moreBlocks }) => moreBlocks === null)) return [];
  const cells = rows.map(({ moreBlocks }) => (moreBlocks === null ? '' : `+${roundedBlocks(moreBlocks)}`));
  return [{ head: `more\n${noun}`, align: 'right', cells }];
}
