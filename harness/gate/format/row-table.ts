import type { ComparisonRow } from '../../compare/comparison.ts';
import { percentChange, percentInterval } from '../../report/comparison/figures.ts';
import { verdictWord } from '../../report/comparison/words.ts';
import { formatCounted } from '../../report/format.ts';
import type { Look } from '../../report/terminal/look.ts';
import { type Column, chooseLayout, renderTable } from '../../report/terminal/table.ts';
import { shorten, textWidth } from '../../report/text.ts';
import type { GateResult } from '../gate-result.ts';
import type { Fate, GateRow } from '../gate-row.ts';

/** What failed or is open comes first; a table this long has nothing but fine rows at its end. */
const ORDER: readonly Fate[] = ['confirmed', 'undecided', 'accepted', 'cleared', 'fine'];
const MOST_ROWS = 60;

/** Every row with both looks at it, and what it went through. */
export function formatGateRows({ rows }: GateResult, look: Look): string {
  if (rows.length === 0) return '';
  const shown = [...rows].sort((a, b) => ORDER.indexOf(a.fate) - ORDER.indexOf(b.fate)).slice(0, MOST_ROWS);
  const column = (head: string, cell: (row: GateRow) => string): Column => ({
    head,
    align: 'left',
    cells: shown.map(cell),
  });
  const key = column('row', (row) => rowName(row, Math.floor(look.width / 2)));
  const looks = [
    column('first look [95%]', ({ first }) => changeCell(first, look)),
    ...(rows.some(({ confirmation }) => confirmation)
      ? [column('again [95%]', (row) => againCell(row, look))]
      : []),
  ];
  const way = column('what became of it', (row) => wayCell(row, look));
  const layouts = [[[...looks, way]], [[way], looks], [[way], ...looks.map((one) => [one])]];
  const tables = chooseLayout(key, layouts, look.width).map((table) => renderTable([key, ...table], look));
  const left = rows.length - shown.length;
  return tables.join('\n\n') + (left > 0 ? `\nand ${formatCounted(left, 'other')}, in --json` : '');
}

/** A long name is cut where it says least: in the subject, not in the metric. */
function rowName({ workload, runner, first: { metric } }: GateRow, longest: number): string {
  const room = Math.max(8, longest - textWidth(metric.label) - 1);
  return `${shorten(`${workload}/${runner}`, room)} ${metric.label}`;
}

function changeCell({ statistics: { ratio, ratioInterval } }: ComparisonRow, { colors }: Look): string {
  const change = percentChange(ratio, ratioInterval);
  return ratioInterval === null ? change : `${change} ${colors.dim(percentInterval(ratioInterval))}`;
}

function againCell({ confirmation }: GateRow, look: Look): string {
  if (confirmation === null) return '';
  return confirmation.by === 'rerun' ? changeCell(confirmation.row, look) : 'exact';
}

/** 'suspected → confirmed'; a word alone for a row that went nowhere. */
function wayCell({ standing, fate, first }: GateRow, { colors }: Look): string {
  const paint = {
    confirmed: colors.red,
    undecided: colors.yellow,
    accepted: colors.yellow,
    cleared: colors.green,
    fine: colors.dim,
  }[fate];
  if (standing === 'fine')
    // Open to a small change either way, and not to one that the gate would fail on.
    return paint(first.verdict === 'inconclusive' ? 'fine' : verdictWord(first.verdict, first.metric));
  return paint(`${standing} → ${fate}`);
}
