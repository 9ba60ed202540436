import type { Random } from '../../harness/stats/index.ts';
import { drawNight, type Night, type Nightly } from './nights.ts';
import type { NightlyRule } from './rules.ts';

export interface Years {
  readonly nights: number;
  /** The size of a step; 0 for years in which nothing changes. */
  readonly step: number;
}

/** What became of one rule in these years, all series together. */
export interface Score {
  readonly steps: number;
  readonly found: number;
  readonly foundInThree: number;
  /** Nights that a found step had been there, the first one included; sorted. */
  readonly delays: readonly number[];
  readonly falseAlarms: number;
}

/** Nights on average between two steps of a series. */
const STEP_EVERY = 180;
/** A step counts as found by an alarm so many nights after it at most, at a place so near. */
const FOUND_WITHIN = 14;
const NEAR = 3;
/** An alarm at a place so near to that of an earlier one is the same alarm. */
const SAME = 7;
/** No rule is asked before there is a past, and no step comes before it. */
const PAST = 40;

/** Draws the nights, with steps in the cold starts, and asks each rule after each of them, as a nightly job would. */
export function simulateYears(
  nightly: Nightly,
  rules: readonly NightlyRule[],
  years: Years,
  random: Random,
): Score[] {
  const count = nightly.subjects * nightly.pool.rows.length;
  const isTarget = (index: number): boolean => index % nightly.pool.rows.length === nightly.pool.target;
  const steps = Array.from({ length: count }, (_, index) =>
    isTarget(index) ? drawSteps(years, random) : [],
  );
  const series: Night[][] = Array.from({ length: count }, () => []);
  const alarms = rules.map(() => series.map((): Alarm[] => []));
  for (let night = 0; night < years.nights; night += 1) {
    const factor = (index: number): number => levelAt(steps[index] ?? [], night, years.step);
    drawNight(nightly, night, random, factor).forEach((one, index) => {
      const nights = series[index] ?? [];
      nights.push(one);
      if (night < PAST) return;
      rules.forEach((rule, place) => {
        addAlarms(alarms[place]?.[index] ?? [], rule.look(nights), night);
      });
    });
  }
  return alarms.map((ofRule) => scoreOf(ofRule, steps));
}

interface Alarm {
  readonly at: number;
  readonly raised: number;
}

function addAlarms(known: Alarm[], seen: readonly number[], night: number): void {
  for (const at of seen)
    if (known.every((alarm) => Math.abs(alarm.at - at) > SAME)) known.push({ at, raised: night });
}

function drawSteps({ nights, step }: Years, random: Random): number[] {
  const steps: number[] = [];
  if (step === 0) return steps;
  // Far enough from each other and from the end for every rule to have seen one before the next.
  for (
    let at = PAST + 20 + random.int(STEP_EVERY);
    at < nights - FOUND_WITHIN;
    at += 60 + random.int(2 * STEP_EVERY - 120)
  )
    steps.push(at);
  return steps;
}

/** Up, down, up: what slows down is mended some time. */
const levelAt = (steps: readonly number[], night: number, step: number): number =>
  steps.filter((at) => at <= night).length % 2 === 1 ? 1 + step : 1;

function scoreOf(alarms: readonly (readonly Alarm[])[], steps: readonly (readonly number[])[]): Score {
  const delays: number[] = [];
  let falseAlarms = 0;
  alarms.forEach((ofSeries, index) => {
    const open = new Set(steps[index]);
    for (const { at, raised } of ofSeries) {
      const step = [...open].find(
        (one) => Math.abs(at - one) <= NEAR && raised - one < FOUND_WITHIN && raised >= one,
      );
      if (step === undefined) falseAlarms += 1;
      else {
        open.delete(step);
        delays.push(raised - step + 1);
      }
    }
  });
  return {
    steps: steps.reduce((sum, ofSeries) => sum + ofSeries.length, 0),
    found: delays.length,
    foundInThree: delays.filter((delay) => delay <= 3).length,
    delays: delays.sort((a, b) => a - b),
    falseAlarms,
  };
}
