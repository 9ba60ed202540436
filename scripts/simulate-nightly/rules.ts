import { findChanges } from '../../harness/history/changes.ts';
import type { Series } from '../../harness/history/series.ts';
import { mannWhitney, median } from '../../harness/stats/index.ts';
import type { Night } from './nights.ts';

/** Looks at a series as it is after a night; the nights at which it sees a change. */
export interface NightlyRule {
  readonly name: string;
  look(nights: readonly Night[]): readonly number[];
}

/** As many as a window of change points and its neighbours need: what is older is not decided anew. */
const LOOK_BACK = 130;

const MACHINE = { id: '', name: '', facts: {} };
const KEY = { workload: '', work: '', runner: '', variant: '', condition: 'cold', metric: 'coldStart' };

const changePoints: NightlyRule = {
  name: 'coldbench: change points',
  look(nights) {
    const from = Math.max(0, nights.length - LOOK_BACK);
    const points = nights.slice(from).map(({ point }) => point);
    const series: Series = { id: '', key: KEY, unit: 'ns', machine: MACHINE, points };
    return findChanges(series).map(({ index }) => from + index);
  },
};

/** A rule that only looks at the last night. */
const lastNight = (
  name: string,
  isAlarm: (last: Night, before: readonly Night[]) => boolean,
): NightlyRule => ({
  name,
  look(nights) {
    const last = nights.at(-1);
    return last && nights.length > 1 && isAlarm(last, nights.slice(0, -1)) ? [nights.length - 1] : [];
  },
});

const SIGMAS = 3;
const SIGMA_NIGHTS = 30;

export const RULES: readonly NightlyRule[] = [
  changePoints,
  lastNight('more than 10 % from the night before', ({ point }, before) => {
    const ratio = point.value / (before.at(-1)?.point.value ?? Number.NaN);
    return Math.abs(ratio - 1) > 0.1;
  }),
  lastNight('Mann-Whitney against the night before, 5 %', ({ trials }, before) => {
    const previous = before.at(-1);
    const p = previous ? mannWhitney(trials, previous.trials).p : null;
    return p !== null && p < 0.05;
  }),
  lastNight('three standard deviations of the last 30 nights', ({ point }, before) => {
    const values = before.slice(-SIGMA_NIGHTS).map((night) => night.point.value);
    if (values.length < SIGMA_NIGHTS) return false;
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
    return Math.abs(point.value - mean) > SIGMAS * Math.sqrt(variance);
  }),
  lastNight('twice the median of all nights (alert at 200 %)', ({ point }, before) => {
    const usual = median(before.map((night) => night.point.value)) ?? Number.NaN;
    return point.value > 2 * usual;
  }),
];
