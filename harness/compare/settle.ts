import { normalQuantile } from '../stats/normal.ts';
import type { Design, RowStatistics } from './row.ts';

/** The chance that the blocks named below do settle a row, if its change is what it seems to be. */
const POWER = 0.8;

export interface Question {
  readonly design: Design;
  /** The chance of a false alarm that a row of the family may use up at most. */
  readonly alpha: number;
  /** The largest change that does not matter, as a fraction. */
  readonly threshold: number;
}

/**
 * How many more blocks, in each run, would probably settle a row: the fewer of those that show the change that is seen
 * and those that show that it does not matter. An interval narrows with the square root of n. Always finite, since a
 * change cannot be both 0 and at the threshold; null where no interval tells how precise the row is.
 */
export function blocksToSettle(row: RowStatistics, question: Question): number | null {
  const n = Math.min(row.nOld, row.nNew);
  if (row.ratio === null || row.ratioInterval === null) return null;
  const error = Math.log(row.ratioInterval.high / row.ratioInterval.low) / (2 * normalQuantile(0.975));
  const change = Math.abs(Math.log(row.ratio));
  const toDiffer = Math.max(
    leastSamples(question),
    samplesFor(-normalQuantile(question.alpha / 2), error / change) * n,
  );
  const toBeSame =
    samplesFor(normalQuantile(0.95), error / Math.max(0, Math.log1p(question.threshold) - change)) * n;
  return Math.max(1, Math.ceil(Math.min(toDiffer, toBeSame)) - n);
}

/** How many times the samples make an error, relative to the distance to be shown, small enough for a quantile. */
const samplesFor = (quantile: number, relativeError: number): number =>
  ((quantile + normalQuantile(POWER)) * relativeError) ** 2;

/** The samples a side from which on the rank test can reach `alpha` at all, if every one of them points the same way. */
export function leastSamples({ design, alpha }: Pick<Question, 'design' | 'alpha'>): number {
  let n = 1;
  while (smallestP(design, n, n) >= alpha) n += 1;
  return n;
}

/** The two-sided p of the clearest difference that so many samples can show: 2 / 2^n when paired, else 2 / C(n + m, n). */
export function smallestP(design: Design, n: number, m: number): number {
  if (design === 'paired') return 2 ** (1 - Math.min(n, m));
  let p = 2;
  for (let k = 1; k <= n; k++) p *= k / (m + k);
  return p;
}
