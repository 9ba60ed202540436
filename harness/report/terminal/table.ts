import CliTable from 'cli-table3';
import { textWidth } from '../text.ts';
import type { Look } from './look.ts';

export interface Column {
  /** One or two lines, the second one for the unit. */
  readonly head: string;
  readonly align: 'left' | 'right';
  readonly cells: readonly string[];
}

const GAP = '  ';

const columnWidth = ({ head, cells }: Column): number =>
  Math.max(0, ...[...head.split('\n'), ...cells].map(textWidth));

export const tableWidth = (columns: readonly Column[]): number =>
  columns.reduce((sum, column) => sum + columnWidth(column) + GAP.length, 0) - GAP.length;

/** The first layout of which every table fits; the last one when none does. Every table starts with the key column. */
export function chooseLayout(key: Column, layouts: readonly Column[][][], width: number): Column[][] {
  const tables = (layout: Column[][]) => layout.filter((columns) => columns.length > 0);
  const fits = (layout: Column[][]) =>
    tables(layout).every((columns) => tableWidth([key, ...columns]) <= width);
  return tables(layouts.find(fits) ?? layouts.at(-1) ?? []);
}

/** As many columns side by side as fit, then the rest below, in order. */
export function foldColumns(key: Column, columns: readonly Column[], width: number): Column[][] {
  const tables: Column[][] = [];
  for (const column of columns) {
    const last = tables.at(-1);
    if (last && tableWidth([key, ...last, column]) <= width) last.push(column);
    else tables.push([column]);
  }
  return tables;
}

/** For cli-table3: columns without any lines between or around them. */
export const NO_BORDERS = Object.fromEntries(
  [
    'top',
    'top-mid',
    'top-left',
    'top-right',
    'bottom',
    'bottom-mid',
    'bottom-left',
    'bottom-right',
    'left',
    'right',
  ]
    .concat(['left-mid', 'mid-mid', 'right-mid', 'mid', 'middle'])
    .map((name) => [name, '']),
);

/** A table with a rule under its head and no other borders; no trailing spaces. */
export function renderTable(columns: readonly Column[], { colors }: Look): string {
  const table = new CliTable({
    chars: { ...NO_BORDERS, mid: '─', 'mid-mid': '──', middle: GAP },
    style: { head: [], border: [], compact: true, 'padding-left': 0, 'padding-right': 0 },
    head: heads(columns).map((head) =>
      head
        .split('\n')
        .map((line) => (line === '' ? '' : colors.bold(line)))
        .join('\n'),
    ),
    colAligns: columns.map((column) => column.align),
  });
  const rows = Math.max(0, ...columns.map((column) => column.cells.length));
  for (let row = 0; row < rows; row += 1) table.push(columns.map((column) => column.cells[row] ?? ''));
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}

/** One-line heads sink to the second line when others have two. */
function heads(columns: readonly Column[]): string[] {
  const tall = columns.some((column) => column.head.includes('\n'));
  return columns.map(({ head }) => (tall && !head.includes('\n') ? `\n${head}` : head));
}
