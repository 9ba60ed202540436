import { SD_PER_MAD } from './drift.ts';
import type { Weighted } from './energy-split.ts';
import { quantileOf } from './quantile.ts';
import { at } from './samples.ts';
import { studentQuantile, studentTwoSided } from './student.ts';

/** Values, their weights, and of each the part of its variance that it is known to have by itself. */
export interface Measured extends Weighted {
  readonly ownVariances: Float64Array;
}

/** How far the right stretch lies above the left one. */
export interface LevelShift {
  /** In the unit of the values. */
  readonly shift: number;
  /** Of the shift; 0 when the values of neither side differ. */
  readonly standardError: number;
  readonly df: number;
}

/** Standard deviations from its stretch's median at which a value is cut: 5 % of normal ones, which costs next to nothing. */
const CUT = 2;

/**
 * How far [split, to) lies above [from, split): the difference of weighted means of values that are cut at two standard
 * deviations from the median of their side. The variance is that of the cut values over the squared share that was not cut
 * (Huber, "Robust regression: asymptotics, conjectures and Monte Carlo", Ann. Stat. 1(5), 1973,
 * doi:10.1214/aos/1176342503), and at least what the values are known to vary by themselves: three nights that agree by
 * luck prove nothing. The medians count each value alike, so that one wild value of three never is the centre, whatever
 * its weight. Both sides have 1 value or more, and 3 together.
 */
export function levelShift(points: Measured, from: number, split: number, to: number): LevelShift {
  const { weights, ownVariances } = points;
  const [left, right] = [centreOf(points, from, split), centreOf(points, split, to)];
  const size = to - from;
  const residuals = new Float64Array(size);
  let own = 0;
  for (let i = from; i < to; i += 1) {
    const weight = at(weights, i);
    residuals[i - from] = (at(points.values, i) - (i < split ? left : right)) * Math.sqrt(weight);
    own += at(ownVariances, i) * weight;
  }
  const limit = CUT * Math.max(Math.sqrt(own / size), scaleOf(residuals));
  const before = cut(points, residuals, limit, { from, to: split, first: from });
  const after = cut(points, residuals, limit, { from: split, to, first: from });
  const uncut = (before.uncut + after.uncut) / size;
  const variance = Math.max(own / size, (before.squares + after.squares) / (size - 2) / uncut ** 2);
  return {
    shift: right + after.offset - left - before.offset,
    standardError: Math.sqrt(variance * (1 / before.weight + 1 / after.weight)),
    df: size - 2,
  };
}

/** Two-sided, of one look at one place. */
export function shiftP({ shift, standardError, df }: LevelShift): number {
  if (shift === 0) return 1;
  return standardError === 0 ? 0 : studentTwoSided(shift / standardError, df);
}

/** The interval of the shift, in the unit of the values. */
export function shiftInterval(
  { shift, standardError, df }: LevelShift,
  level: number,
): { low: number; high: number } {
  const reach = standardError === 0 ? 0 : studentQuantile(1 - level, df) * standardError;
  return { low: shift - reach, high: shift + reach };
}

const centreOf = ({ values }: Weighted, from: number, to: number): number =>
  quantileOf(values.slice(from, to).sort(), 0.5);

/** When more than half of the values are alike, the others still tell how far they scatter. */
function scaleOf(residuals: Float64Array): number {
  const middle = SD_PER_MAD * quantileOf(residuals.map(Math.abs).sort(), 0.5);
  if (middle > 0) return middle;
  return Math.sqrt(residuals.reduce((sum, value) => sum + value ** 2, 0) / residuals.length);
}

interface CutSide {
  readonly weight: number;
  /** Of the level from the centre. */
  readonly offset: number;
  /** Of the cut residuals around the level. */
  readonly squares: number;
  /** How many values were not cut. */
  readonly uncut: number;
}

type Range = { readonly from: number; readonly to: number; readonly first: number };

/** The values of a side cut at `limit`; residuals are in units in which all vary alike, `first` being the first's index. */
function cut(
  { weights }: Weighted,
  residuals: Float64Array,
  limit: number,
  { from, to, first }: Range,
): CutSide {
  let [weight, sum, squares, uncut] = [0, 0, 0, 0];
  for (let i = from; i < to; i += 1) {
    const residual = at(residuals, i - first);
    const kept = Math.max(-limit, Math.min(limit, residual));
    weight += at(weights, i);
    sum += kept * Math.sqrt(at(weights, i));
    squares += kept * kept;
    uncut += Number(kept === residual);
  }
  const offset = sum / weight;
  // The squares around the weighted level, which is where they are least.
  return { weight, offset, squares: Math.max(0, squares - offset * offset * weight), uncut };
}
