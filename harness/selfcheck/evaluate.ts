import { compareWithin } from '../compare/compare.ts';
import type { ComparisonRow } from '../compare/comparison.ts';
import type { ComparableSet } from '../compare/load.ts';
import { DEFAULT_THRESHOLD } from '../compare/verdict.ts';
import { ColdbenchError } from '../model/errors.ts';
import type { Inferred } from '../model/inferred.ts';
import { EMPTY_SERIES, pairSeries, type Series } from '../model/series.ts';
import { median } from '../stats/index.ts';
import type {
  delayCheckSchema,
  falseAlarmSchema,
  repeatCheckSchema,
  twinCheckSchema,
} from './check-schema.ts';
import { delaysOf, type InjectedDelay, sourceOf } from './labels.ts';
import { AGAIN, BASE } from './probes.ts';

/** A row that says `faster` or `slower` of two names of one thing. */
export type FalseAlarm = Inferred<typeof falseAlarmSchema>;

/** Two names of one thing, compared: the family that a user would see. */
export type TwinCheck = Inferred<typeof twinCheckSchema>;

/** A known delay, and what the comparison made of it. */
export type DelayCheck = Inferred<typeof delayCheckSchema>;

/** What one result set says about the instrument. */
export type RepeatCheck = Inferred<typeof repeatCheckSchema> & {
  /**
   * What the machine's spread is: logarithms of the ratios of two cold starts of a block, of all comparisons with the
   * base, each around its own centre.
   */
  readonly logRatios: readonly number[];
};

/**
 * Judges one repeat by the very code that judges a user's comparison. Pure: all it knows is in the file.
 * @throws ColdbenchError `TWINS_DIFFER` when the two names were not of one artifact; `NO_COMMON_ROWS` when one of them
 *   has no trial.
 */
export function evaluateRepeat(set: ComparableSet): RepeatCheck {
  requireTwins(set);
  const twins = twinCheck(set);
  const delays = delaysOf(set.manifest).map((delay) => delayCheck(set, delay));
  const runner = set.manifest.subjects[0]?.runner ?? 'process';
  return {
    path: set.path,
    source: sourceOf(set.manifest),
    runner,
    blocks: twins.coldStart.nOld,
    measuringNs: set.end?.measuringNs ?? null,
    failedTrials: [...set.failedTrials.values()].reduce((sum, count) => sum + count, 0),
    disturbedBlocks: set.disturbedBlocks,
    twins,
    delays,
    logRatios: [AGAIN, ...delays.map(({ workload }) => workload)].flatMap((name) => logRatios(set, name)),
  };
}

function logRatios({ subjects }: ComparableSet, workload: string): number[] {
  const coldStartsOf = (name: string): Series =>
    [...subjects.values()].find(({ subject }) => subject.workload === name)?.of('coldStart') ?? EMPTY_SERIES;
  const { a, b } = pairSeries(coldStartsOf(workload), coldStartsOf(BASE));
  const ratios = a.map((value, block) => Math.log(value / (b[block] ?? Number.NaN)));
  const centre = median(ratios) ?? Number.NaN;
  return ratios.map((ratio) => ratio - centre);
}

/** Different files under the two names would make every figure below one of something else. */
function requireTwins({ path, subjects }: ComparableSet): void {
  const digestOf = (name: string): string | undefined =>
    [...subjects.values()].find(({ subject }) => subject.workload === name)?.artifact?.sha256;
  const [base, again] = [digestOf(BASE), digestOf(AGAIN)];
  if (base !== undefined && base === again) return;
  throw new ColdbenchError('TWINS_DIFFER', `${path}: '${BASE}' and '${AGAIN}' are not the same artifact.`, {
    remedy: 'Measure again; if it stays so, packaging is not reproducible: please report it.',
  });
}

function twinCheck(set: ComparableSet): TwinCheck {
  const { rows, familySize } = rowsOf(set, AGAIN);
  const hypotheses = rows.filter(({ hypothesis }) => hypothesis);
  const phases = rows.filter(({ hypothesis }) => !hypothesis);
  const { statistics, verdict } = coldStartOf(rows);
  return {
    familySize,
    alarms: hypotheses.flatMap(alarmOf),
    phases: phases.length,
    phaseAlarms: phases.flatMap(alarmOf),
    coldStart: statistics,
    verdict,
  };
}

function delayCheck(set: ComparableSet, delay: InjectedDelay): DelayCheck {
  const { statistics, verdict } = coldStartOf(rowsOf(set, delay.workload).rows);
  return { ...delay, verdict, found: verdict === 'slower', coldStart: statistics };
}

/** One runner a repeat, so that one subject is compared. */
function rowsOf(
  set: ComparableSet,
  workload: string,
): { rows: readonly ComparisonRow[]; familySize: number } {
  const options = { threshold: DEFAULT_THRESHOLD, metrics: [], acrossMachines: false };
  const { subjects, familySize } = compareWithin(set, BASE, workload, options);
  return { rows: subjects.flatMap(({ rows }) => rows), familySize };
}

function coldStartOf(rows: readonly ComparisonRow[]): ComparisonRow {
  const row = rows.find(({ metric }) => metric.name === 'coldStart');
  if (!row) throw new Error('a comparison without a cold start');
  return row;
}

function alarmOf({ metric, verdict, statistics: { ratio, p } }: ComparisonRow): FalseAlarm[] {
  return verdict === 'faster' || verdict === 'slower' ? [{ metric: metric.label, verdict, ratio, p }] : [];
}
