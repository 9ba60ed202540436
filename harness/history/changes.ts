import { DEFAULT_THRESHOLD } from '../compare/verdict.ts';
import { METRICS } from '../model/metrics.ts';
import { type ChangePoint, eDivisive, median } from '../stats/index.ts';
import { shiftInterval } from '../stats/level-shift.ts';
import { levelsOf } from './levels.ts';
import type { Change, Series, SeriesPoint } from './series.ts';

export interface ChangeOptions {
  /** The smallest change that matters, as a share: 0.01 is from 1/1.01 to 1.01. */
  readonly minEffect?: number;
}

/** The lasting changes inside a series, oldest first: where its level, and not one run, became another. */
export function findChanges(
  { key, points }: Series,
  { minEffect = DEFAULT_THRESHOLD }: ChangeOptions = {},
): Change[] {
  const minShift = Math.log1p(minEffect);
  const levels = levelsOf(points);
  const found = isExact(key.metric)
    ? steps(levels.values, minShift)
    : eDivisive(levels.values, { minShift, ownVariances: levels.ownVariances });
  return found.map((point) => changeOf(point, levels.points, points));
}

const isExact = (metric: string): boolean =>
  METRICS.some(({ name, assume }) => name === metric && assume === 'exact');

/** A size has no noise: each step that matters is a change. */
function steps(values: Float64Array, minShift: number): ChangePoint[] {
  const found: ChangePoint[] = [];
  let from = 0;
  values.forEach((value, index) => {
    const shift = value - (values[index - 1] ?? value);
    if (Math.abs(shift) < minShift) return;
    found.push({ index, from, to: values.length, shift, standardError: 0, df: 1, p: 0 });
    from = index;
  });
  return found.map((one, place) => ({ ...one, to: found[place + 1]?.index ?? one.to }));
}

function changeOf(point: ChangePoint, kept: readonly SeriesPoint[], all: readonly SeriesPoint[]): Change {
  const [before, after] = [kept.slice(point.from, point.index), kept.slice(point.index, point.to)];
  const [first, last] = [after[0], before.at(-1)];
  if (!first || !last) throw new Error('a change point without points on both sides');
  const interval = shiftInterval(point, 0.95);
  const levelOf = (side: readonly SeriesPoint[]): number =>
    median(side.map(({ value }) => value)) ?? Number.NaN;
  return {
    index: all.indexOf(first),
    from: all.indexOf(kept[point.from] ?? first),
    to: all.indexOf(kept[point.to - 1] ?? first) + 1,
    ratio: Math.exp(point.shift),
    interval: { low: Math.exp(interval.low), high: Math.exp(interval.high) },
    pValue: point.p,
    direction: point.shift > 0 ? 'slower' : 'faster',
    before: levelOf(before),
    after: levelOf(after),
    commits: { last: last.commit, first: first.commit },
  };
}
