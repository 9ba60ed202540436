import { driftVariance } from '../stats/drift.ts';
import { normalQuantile, normalTail } from '../stats/normal.ts';
import type { Change, Interval } from './change.ts';

/** What `normalQuantile` takes; a p below it is as certain as can be. */
const LEAST_P = 1e-14;

/**
 * The standard deviation, on the logarithm, of the ratio of two runs of one thing: what their levels wandered while
 * they ran. A run is short against that wandering, so that it counts in full and no number of blocks averages it away.
 */
export function driftOf(old: readonly number[], fresh: readonly number[]): number | null {
  if (![...old, ...fresh].every((value) => value > 0)) return null;
  return Math.sqrt(driftVariance(old.map(Math.log)) + driftVariance(fresh.map(Math.log)));
}

/** A change of two runs with the drift between them in its intervals and in its p: both only ever get wider. */
export function allowForDrift(change: Change, drift: number | null, oldMedian: number): Change {
  if (drift === null || drift === 0 || change.ratio === null) return { ...change, drift };
  const centre = Math.log(change.ratio);
  const { ratio } = change;
  const widened = (interval: Interval | null, level: number): Interval | null =>
    interval && widenRatio(interval, { ratio, drift, level });
  const inUnit = normalQuantile(0.975) * drift * oldMedian;
  return {
    ...change,
    drift,
    shiftInterval: change.shiftInterval && widen(change.shiftInterval, change.shift, inUnit),
    ratioInterval: widened(change.ratioInterval, 0.95),
    equivalenceInterval: widened(change.equivalenceInterval, 0.9),
    p: change.p === null ? null : pWithDrift(change.p, centre, drift),
  };
}

/** The interval of a ratio with drift in it. */
export function widenRatio(
  interval: Interval,
  { ratio, drift, level }: { readonly ratio: number; readonly drift: number; readonly level: number },
): Interval {
  const extra = normalQuantile((1 + level) / 2) * drift;
  return exponential(widen(logarithm(interval), Math.log(ratio), extra));
}

/** Independent errors add as squares. */
const widen = ({ low, high }: Interval, centre: number, extra: number): Interval => ({
  low: centre - Math.hypot(centre - low, extra),
  high: centre + Math.hypot(high - centre, extra),
});

const logarithm = ({ low, high }: Interval): Interval => ({ low: Math.log(low), high: Math.log(high) });
const exponential = ({ low, high }: Interval): Interval => ({ low: Math.exp(low), high: Math.exp(high) });

/** The p of the same distance with a standard error that holds both: that behind the rank test's p, and the drift. */
function pWithDrift(p: number, centre: number, drift: number): number {
  if (centre === 0 || p >= 1) return 1;
  const standardError = Math.abs(centre) / normalQuantile(1 - Math.max(p, LEAST_P) / 2);
  return Math.max(p, Math.min(1, 2 * normalTail(Math.abs(centre) / Math.hypot(standardError, drift))));
}
