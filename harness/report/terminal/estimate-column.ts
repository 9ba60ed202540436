import { alignDecimals, estimateDecimals } from '../column-scale.ts';
import { formatInterval, formatPercent } from '../format.ts';
import type { Estimate } from '../summary-types.ts';
import type { Look } from './look.ts';
import type { Column } from './table.ts';

export interface EstimateColumn {
  /** Two lines; the level of the intervals follows the second one. */
  readonly head: string;
  /** How many base units the column's unit is. */
  readonly unitSize: number;
  /** Differences carry a sign. */
  readonly signed?: boolean;
  /** Makes the digits finer than an interval asks for: how many steps half its width is shown in, at least. */
  readonly steps?: number;
  /** One per row; null where there is none, which shows the row's text of `absent`. */
  readonly estimates: readonly (Estimate | null)[];
  readonly absent: readonly string[];
}

/** A column of '52.1 [51.6, 52.9]'; where there is no interval, '52.1 (n=3)' says why. Empty without estimates. */
export function estimateColumn(view: EstimateColumn, look: Look): Column[] {
  const known = view.estimates.filter((estimate) => estimate !== null);
  if (known.length === 0) return [];
  const rows = known.map((estimate) => rowTexts(estimate, view));
  const values = alignDecimals(rows.map(({ value }) => value));
  const texts = rows.map(({ certainty }, row) => `${values[row]} ${look.colors.dim(certainty)}`);
  const cells = view.estimates.map((estimate, row) =>
    estimate ? (texts.shift() ?? '') : (view.absent[row] ?? ''),
  );
  const level = known.find(({ interval }) => interval)?.interval?.level;
  return [
    {
      head: level === undefined ? view.head : `${view.head} [${formatPercent(level)}]`,
      align: 'left',
      cells,
    },
  ];
}

/** A figure and the ends of its interval with the same number of decimals. */
function rowTexts(estimate: Estimate, { unitSize, signed, steps = 1 }: EstimateColumn) {
  const { value, interval, n } = estimate;
  const half = interval ? (interval.high - interval.low) / 2 : 0;
  const decimals = estimateDecimals(value / unitSize, half / unitSize / steps);
  const print = (base: number) =>
    Number.isFinite(base) ? `${signed && base > 0 ? '+' : ''}${(base / unitSize).toFixed(decimals)}` : '?';
  return { value: print(value), certainty: interval ? formatInterval(interval, print) : `(n=${n})` };
}
