import type { Comparison } from '../../compare/comparison.ts';
import type { RatioEstimate, RatioRow } from '../../compare/ratios.ts';
import { alignDecimals, estimateDecimals } from '../column-scale.ts';
import type { Look } from '../terminal/look.ts';
import { renderParagraphs } from '../terminal/paragraphs.ts';
import { type Column, foldColumns, renderTable } from '../terminal/table.ts';
import { listing } from '../text.ts';
import { nameOf } from './hidden-table.ts';
import type { NameComparison } from './names.ts';

/** Instead of rows when the machines differ: why, and what can be compared all the same. */
export function formatRefusal(comparison: Comparison, nameRow: NameComparison, look: Look): string {
  const refusal = { label: look.colors.red('refused'), text: refusalText(comparison) };
  return [
    renderParagraphs('Absolute figures are not compared', [refusal], look),
    formatRatios(comparison.ratios, nameRow, look),
  ]
    .filter((section) => section !== '')
    .join('\n\n');
}

export function refusalText({ hidden, ratios }: Comparison): string {
  const reasons = hidden.filter(({ decisive }) => decisive).map(nameOf);
  const instead =
    ratios.length > 0
      ? 'What compares is how each packaging relates to a plain process on its own machine: the ratios below.'
      : 'Ratios to a plain process on the same machine would compare, but no packaging was measured beside one in both runs.';
  return `The runs come from different machines (${listing(reasons)} differ), so that their times and memory say nothing about a change. ${instead} To compare absolute figures all the same, add --across-machines.`;
}

export const RATIOS_HEADING = 'Cold start over that of a plain process, within each machine';

export function formatRatios(ratios: readonly RatioRow[], nameRow: NameComparison, look: Look): string {
  if (ratios.length === 0) return '';
  const key: Column = { head: 'subject', align: 'left', cells: ratios.map(nameRow) };
  const columns = [
    ratioColumn(
      'old ratio [95%]',
      ratios.map((row) => row.old),
      look,
    ),
    ratioColumn(
      'new ratio [95%]',
      ratios.map((row) => row.new),
      look,
    ),
    ratioColumn(
      'new over old [95%]',
      ratios.map((row) => row.ratioOfRatios),
      look,
    ),
  ];
  const tables = foldColumns(key, columns, look.width).map((folded) => renderTable([key, ...folded], look));
  return [look.colors.bold(RATIOS_HEADING), tables.join('\n\n')].join('\n');
}

/** Close to 1 the ends of an interval must show on which side of it they are. */
const FINER = 3;

function ratioColumn(head: string, estimates: readonly RatioEstimate[], { colors }: Look): Column {
  const texts = estimates.map(({ value, interval }) => {
    const half = interval ? (interval.high - interval.low) / 2 : 0;
    const decimals = estimateDecimals(value, half / FINER);
    const ends = interval
      ? `[${interval.low.toFixed(decimals)}, ${interval.high.toFixed(decimals)}]`
      : '(too few blocks)';
    return { value: value.toFixed(decimals), ends };
  });
  const values = alignDecimals(texts.map(({ value }) => value));
  return { head, align: 'left', cells: texts.map(({ ends }, row) => `${values[row]} ${colors.dim(ends)}`) };
}
