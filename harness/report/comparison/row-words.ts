import type { ComparisonRow } from '../../compare/comparison.ts';
import { formatCount } from '../format.ts';
import { percentChange, percentInterval, roundedBlocks, rowFigures } from './figures.ts';
import { verdictWord } from './words.ts';

/** 'cold start is slower: 52.1 → 53.4 ms, +2.5% [+1.9%, +3.1%]'. */
export function rowSummary(row: ComparisonRow): string {
  const { metric, verdict, statistics } = row;
  return `${metric.label} is ${verdictWord(verdict, metric)}: ${oldToNew(row)}, ${changeText(statistics)}`;
}

/** '52.1 → 53.4 ms'. */
export function oldToNew(row: ComparisonRow): string {
  const { old, new: fresh, unit } = rowFigures(row);
  return `${old} → ${fresh} ${unit}`;
}

/** '+2.5% [+1.9%, +3.1%]', without the ends where there is no interval. */
export const changeText = ({ ratio, ratioInterval }: ComparisonRow['statistics']): string =>
  [percentChange(ratio, ratioInterval), percentInterval(ratioInterval)].join(' ').trim();

/** What else is to be known of a row, a line each. */
export function rowDetails({ statistics, adjustedP, moreBlocks }: ComparisonRow): string[] {
  const { ratio, ratioInterval, p, test, nOld, nNew, note } = statistics;
  const ends = ratioInterval ? ` [${digits(ratioInterval.low)}, ${digits(ratioInterval.high)}] (95%)` : '';
  const corrected = adjustedP === null ? '' : `, ${digits(adjustedP)} corrected over all rows`;
  return [
    ...(ratio === null ? [] : [`ratio ${digits(ratio)}${ends}`]),
    ...(p === null || test === null ? [] : [`p ${digits(p)}${corrected} (${test})`]),
    `samples ${formatCount(nOld)} → ${formatCount(nNew)}`,
    ...(note === null ? [] : [note]),
    ...(moreBlocks === null
      ? []
      : [`about ${roundedBlocks(moreBlocks)} more blocks would probably settle it`]),
  ];
}

/** Four significant digits, of a number without a unit. */
const digits = (value: number): string => String(Number(value.toPrecision(4)));
