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
 * and those that show that it does not matter. An interval narrows with the square root of n, down to the drift between
 * the runs, which no number of blocks averages away. Null where no number would do, and where no interval tells how
 * precise the row is.
 */
export function blocksToSettle(row: RowStatistics, question: Question): number | null {
  const n = Math.min(row.nOld, row.nNew);
  if (row.ratio === null || row.ratioInterval === null) return null;
  const total = Math.log(row.ratioInterval.high / row.ratioInterval.low) / (2 * normalQuantile(0.975));
  const drift = row.drift ?? 0;
  const error = Math.sqrt(Math.max(0, total ** 2 - drift ** 2));
  const change = Math.abs(Math.log(row.ratio));
  const toDiffer = Math.max(
    leastSamples(question),
    samplesFor(-normalQuantile(question.alpha / 2), change, { error, drift }) * n,
  );
  const toBeSame =
    samplesFor(normalQuantile(0.95), Math.max(0, Math.log1p(question.threshold) - change), { error, drift }) *
    n;
  const samples = Math.min(toDiffer, toBeSame);
  return Number.isFinite(samples) ? Math.max(1, Math.ceil(samples) - n) : null;
}

/** How many times the samples make an error small enough to show a distance at a quantile; infinite beyond the drift. */
function samplesFor(
  quantile: number,
  distance: number,
  { error, drift }: { readonly error: number; readonly drift: number },
): number {
  const allowed = (distance / (quantile + normalQuantile(POWER))) ** 2 - drift ** 2;
  return allowed > 0 ? error ** 2 / allowed : Number.POSITIVE_INFINITY;
}

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
