import type { Interval } from '../../compare/change.ts';
import type { ComparisonRow } from '../../compare/comparison.ts';
import { columnDigits, columnUnit, estimateDecimals } from '../column-scale.ts';
import { BYTE_UNITS, formatCount, NS_UNITS } from '../format.ts';

/** The figures of a row as text, all of them in one unit. */
export interface RowFigures {
  readonly old: string;
  readonly new: string;
  readonly unit: string;
  /** With its sign. */
  readonly shift: string;
}

export function rowFigures({ metric, statistics }: ComparisonRow): RowFigures {
  const { oldMedian, newMedian, shift, shiftInterval } = statistics;
  const unit = columnUnit([oldMedian, newMedian], metric.unit === 'bytes' ? BYTE_UNITS : NS_UNITS);
  const half = shiftInterval ? (shiftInterval.high - shiftInterval.low) / 2 : 0;
  const decimals =
    unit.size === 1 ? 0 : estimateDecimals(Math.max(oldMedian, newMedian) / unit.size, half / unit.size);
  const print = (value: number): string => (value / unit.size).toFixed(decimals);
  return {
    old: print(oldMedian),
    new: print(newMedian),
    unit: unit.name,
    shift: `${shift > 0 ? '+' : ''}${columnDigits(shift, unit)}`,
  };
}

const NO_RATIO = '–';
const MOST_DECIMALS = 3;

/** '+2.1%' for a ratio of 1.021: with the decimals that its interval's half-width asks for, one without an interval. */
export function percentChange(ratio: number | null, interval: Interval | null): string {
  if (ratio === null) return NO_RATIO;
  return signedPercent(ratio, decimalsFor(interval));
}

/** '[+1.6%, +2.6%]' */
export function percentInterval(interval: Interval | null): string {
  if (interval === null) return '';
  const decimals = decimalsFor(interval);
  return `[${signedPercent(interval.low, decimals)}, ${signedPercent(interval.high, decimals)}]`;
}

function decimalsFor(interval: Interval | null): number {
  const halfWidth = interval ? 50 * (interval.high - interval.low) : 0;
  if (halfWidth === 0) return 1;
  return Math.min(MOST_DECIMALS, Math.max(halfWidth >= 10 ? 0 : 1, -Math.floor(Math.log10(halfWidth))));
}

function signedPercent(ratio: number, decimals: number): string {
  const digits = ((ratio - 1) * 100).toFixed(decimals);
  if (Number(digits) === 0) return `${digits.replace('-', '')}%`;
  return `${ratio > 1 ? '+' : ''}${digits}%`;
}

/** More blocks than these are not a matter of patience; the change is at the edge of what matters. */
const MOST_BLOCKS = 100_000;

/** '40', rounded up to two digits, since it is an estimate from an estimate. */
export function roundedBlocks(blocks: number): string {
  if (blocks > MOST_BLOCKS) return `over ${formatCount(MOST_BLOCKS)}`;
  const step = 10 ** Math.max(0, Math.floor(Math.log10(blocks)) - 1);
  return formatCount(Math.ceil(blocks / step) * step);
}
