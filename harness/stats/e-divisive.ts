import { bestSplit } from './energy-split.ts';
import { type LevelShift, levelShift, type Measured, shiftP } from './level-shift.ts';
import { normalQuantile } from './normal.ts';
import { quantileOf } from './quantile.ts';
import { weighRuns } from './run-weights.ts';
import { at, type Samples, toFloat64 } from './samples.ts';

export interface EDivisiveOptions {
  /** Of each sample, in the squared unit of the samples; how much a sample counts follows. All 0 unless told. */
  readonly ownVariances?: Samples;
  /** Fewest samples of a level. */
  readonly minSegment?: number;
  /** Samples that are looked at together. */
  readonly window?: number;
  /** The largest p, corrected for the places looked at, of a change point. */
  readonly maxP?: number;
  /** The smallest shift of a change point, in the unit of the samples. */
  readonly minShift?: number;
}

/** The level differs from `index` on. */
export interface ChangePoint extends LevelShift {
  readonly p: number;
  readonly index: number;
  /** The samples [from, index) were compared with [index, to). */
  readonly from: number;
  readonly to: number;
}

export const E_DIVISIVE_DEFAULTS = { minSegment: 3, window: 60, maxP: 0.001, minShift: 0 } as const;

type Settings = { readonly [K in keyof typeof E_DIVISIVE_DEFAULTS]: number };

/**
 * The change points of a sequence, in its order: E-divisive (Matteson & James, JASA 109(505), 2014,
 * doi:10.1080/01621459.2013.849605) in windows, as Hunter, now Apache Otava, has it (Fleming et al., "Hunter: Using Change
 * Point Detection to Hunt for Performance Regressions", ICPE 2023, doi:10.1145/3578244.3583719): many candidates first, then
 * those that do not hold between their neighbours are dropped, the weakest first. Significance is a robust t-test, so that
 * nothing is drawn at random and the same sequence has the same change points. A stretch shorter than `minSegment`, such
 * as a spike, is no level. Samples are looked at in O(n * window) time.
 */
export function eDivisive(samples: Samples, options: EDivisiveOptions = {}): ChangePoint[] {
  const { ownVariances, ...given } = options;
  const settings: Settings = { ...E_DIVISIVE_DEFAULTS, ...given };
  const values = toFloat64(samples);
  const own = ownVariances ? toFloat64(ownVariances, 'ownVariances') : new Float64Array(values.length);
  const points = weighRuns(values, own);
  return keepSignificant(points, apart(candidates(points, settings), settings.minSegment), settings);
}

interface Candidate {
  readonly index: number;
  readonly p: number;
}

/** Where any look at a window, or at a part of one, sees a shift: at one place's p, since the second look corrects. */
function candidates(points: Measured, { window, minSegment, maxP }: Settings): Candidate[] {
  const n = points.values.length;
  const found: Candidate[] = [];
  // Of a p that is taken from the t distribution's tails only where the normal's, which are lighter, are passed.
  const leastZ = maxP >= 1 ? 0 : normalQuantile(1 - maxP / 2);
  const ranges = windowStarts(n, window).map((start) => [start, Math.min(n, start + window)] as const);
  for (let range = ranges.pop(); range; range = ranges.pop()) {
    const [from, to] = range;
    const split = bestSplit(points, from, to, minSegment);
    if (!split) continue;
    const shift = levelShift(points, from, split.at, split.end);
    if (Math.abs(shift.shift) < leastZ * shift.standardError) continue;
    const p = shiftP(shift);
    if (p > maxP || !sidesAgree(points, { from, index: split.at, to: split.end }, shift.shift)) continue;
    found.push({ index: split.at, p });
    ranges.push([from, split.at], [split.at, to]);
  }
  return found;
}

/** Half a window apart, so that each place is well inside of one; the last one ends with the sequence. */
function windowStarts(n: number, window: number): number[] {
  const starts: number[] = [];
  for (let start = 0; start < n - window; start += Math.floor(window / 2)) starts.push(start);
  return [...starts, Math.max(0, n - window)];
}

/** Of candidates nearer than a segment's least length, the surest. */
function apart(found: readonly Candidate[], least: number): number[] {
  const kept: number[] = [];
  for (const { index } of [...found].sort((a, b) => a.p - b.p || a.index - b.index)) {
    if (kept.every((other) => Math.abs(other - index) >= least)) kept.push(index);
  }
  return kept.sort((a, b) => a - b);
}

/** Drops the weakest change point until all hold between their neighbours, looking again at those beside it. */
function keepSignificant(points: Measured, candidatesAt: number[], settings: Settings): ChangePoint[] {
  const indices = [...candidatesAt];
  const found = indices.map((_, place) => lookAgain(points, indices, place, settings));
  for (let weak = weakest(found, settings); weak !== -1; weak = weakest(found, settings)) {
    found.splice(weak, 1);
    indices.splice(weak, 1);
    for (const place of [weak - 1, weak])
      if (found[place]) found[place] = lookAgain(points, indices, place, settings);
  }
  return found;
}

function weakest(found: readonly ChangePoint[], { maxP, minShift }: Settings): number {
  const p = found.reduce((most, one) => Math.max(most, one.p), 0);
  if (p > maxP) return found.findIndex((one) => one.p === p);
  return found.findIndex(({ shift }) => Math.abs(shift) < minShift);
}

/** A change point between its neighbours, its p corrected for every place at which it could have been. */
function lookAgain(
  points: Measured,
  indices: readonly number[],
  place: number,
  settings: Settings,
): ChangePoint {
  const { window, minSegment } = settings;
  const index = indices[place] ?? 0;
  const from = Math.max(indices[place - 1] ?? 0, index - window);
  const to = Math.min(indices[place + 1] ?? points.values.length, index + window);
  const shift = levelShift(points, from, index, to);
  const places = to - from - 2 * minSegment + 1;
  const agree = sidesAgree(points, { from, index, to }, shift.shift);
  return { ...shift, p: agree ? Math.min(1, shiftP(shift) * places) : 1, index, from, to };
}

/** From so many values on, the test alone decides. */
const SHORT_SIDE = 8;

/**
 * A short side is a level of its own only if all of it, but a quarter, lies apart from the other side's middle by a third
 * of the shift: two wild values of three are no level, whatever a t-test makes of them.
 */
function sidesAgree(
  { values }: Measured,
  { from, index, to }: Pick<ChangePoint, 'from' | 'index' | 'to'>,
  shift: number,
): boolean {
  const [left, right] = [values.slice(from, index).sort(), values.slice(index, to).sort()];
  const isApart = (side: Float64Array, other: Float64Array, direction: number): boolean => {
    if (side.length >= SHORT_SIDE) return true;
    const allowed = Math.floor(side.length / 4);
    const nearest = at(side, direction > 0 ? allowed : side.length - 1 - allowed);
    return (nearest - quantileOf(other, 0.5)) * direction > Math.abs(shift) / 3;
  };
  return isApart(right, left, Math.sign(shift)) && isApart(left, right, -Math.sign(shift));
}
