import { PHASES } from '../model/phases.ts';
import { type LevelShift, levelShift, shiftInterval, shiftP } from '../stats/level-shift.ts';
import { normalQuantile } from '../stats/normal.ts';
import { weighRuns } from '../stats/run-weights.ts';
import type { Change, MovedPhase, Series, SeriesPoint } from './series.ts';

/** The metrics of the phases that a cold start is a sum of. */
export const PHASE_METRICS: readonly string[] = PHASES.map(({ until }) => `phase.${until}`);

/** The largest p, times the number of phases looked at, of a phase that is said to have moved. */
const MOST_P = 0.01;
/** A phase with less of the whole shift does not say where it sits. */
const LEAST_SHARE = 0.05;

/**
 * The phases that moved with a cold start, the largest shift first. The same runs are compared as for the change itself:
 * where each phase's level differs by the same test (Bonferroni over the phases), in nanoseconds, since phases add up and
 * ratios of them do not. Empty when none stands out.
 */
export function movedPhases(cold: Series, change: Change, phases: readonly Series[]): MovedPhase[] {
  const before = runsOf(cold.points.slice(change.from, change.index));
  const after = runsOf(cold.points.slice(change.index, change.to));
  const own = phases.filter(({ key, machine }) => isOf(cold, key, machine.id));
  const whole = change.after - change.before;
  return own
    .flatMap((phase) => {
      const shift = shiftBetween(phase.points, before, after);
      if (shift === null || shiftP(shift) * own.length > MOST_P) return [];
      const share = shift.shift / whole;
      if (Math.abs(share) < LEAST_SHARE) return [];
      const interval = shiftInterval(shift, 0.95);
      return [{ metric: phase.key.metric, shiftNs: shift.shift, interval, share }];
    })
    .sort((a, b) => Math.abs(b.shiftNs) - Math.abs(a.shiftNs));
}

const runsOf = (points: readonly SeriesPoint[]): ReadonlySet<string> => new Set(points.map(({ run }) => run));

const isOf = ({ key, machine }: Series, other: Series['key'], machineId: string): boolean =>
  machine.id === machineId &&
  PHASE_METRICS.includes(other.metric) &&
  (['workload', 'work', 'runner', 'variant', 'condition'] as const).every(
    (field) => key[field] === other[field],
  );

/** Standard deviations from one end of a normal 95 % interval to the other. */
const WIDTH = 2 * normalQuantile(0.975);

function shiftBetween(
  points: readonly SeriesPoint[],
  before: ReadonlySet<string>,
  after: ReadonlySet<string>,
): LevelShift | null {
  const left = points.filter(({ run }) => before.has(run));
  const right = points.filter(({ run }) => after.has(run));
  if (left.length === 0 || right.length === 0 || left.length + right.length < 3) return null;
  const all = [...left, ...right];
  const variances = all.map(({ interval }) => (interval ? ((interval.high - interval.low) / WIDTH) ** 2 : 0));
  const measured = weighRuns(
    Float64Array.from(all, ({ value }) => value),
    Float64Array.from(variances),
  );
  return levelShift(measured, 0, left.length, all.length);
}
