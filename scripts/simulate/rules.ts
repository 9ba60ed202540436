import type { Design } from '../../harness/compare/row.ts';
import { rowStatistics } from '../../harness/compare/row.ts';
import { DEFAULT_THRESHOLD, judge, type Verdict } from '../../harness/compare/verdict.ts';
import type { Metric } from '../../harness/model/metrics.ts';
import { mannWhitney } from '../../harness/stats/index.ts';
import type { DrawnRow } from './draw.ts';
import { mean, welch } from './welch.ts';

/** A family in which nothing differs, and its target row again with each injected change. */
export interface Family {
  readonly design: Design;
  readonly metrics: readonly Metric[];
  readonly rows: readonly DrawnRow[];
  readonly target: number;
  readonly changed: readonly DrawnRow[];
}

export interface Outcome {
  /** Of each row: whether it is called faster or slower, though nothing differs. */
  readonly alarms: readonly boolean[];
  /** Of each injected change: whether the target row is called slower. */
  readonly found: readonly boolean[];
  /** The target row is shown not to differ; null for a rule that cannot say so. */
  readonly same: boolean | null;
}

export interface Rule {
  readonly name: string;
  decide(family: Family): Outcome;
}

type Direction = 'up' | 'down' | null;

/** A rule that looks at each row by itself. */
const rowRule = (name: string, direction: (row: DrawnRow) => Direction): Rule => ({
  name,
  decide: ({ rows, changed }) => ({
    alarms: rows.map((row) => direction(row) !== null),
    found: changed.map((row) => direction(row) === 'up'),
    same: null,
  }),
});

const SIGNIFICANT = 0.05;

const significant = (p: number | null | undefined, difference: number): Direction =>
  typeof p !== 'number' || p >= SIGNIFICANT || difference === 0 ? null : difference > 0 ? 'up' : 'down';

/** benchstat calls a row changed when p < 0.05, row by row (golang.org/x/perf/benchmath, DefaultThresholds). */
const benchstat = rowRule('benchstat: Mann-Whitney, 5 %', ({ old, new: fresh }) => {
  const { p, statistic } = mannWhitney(fresh, old);
  return significant(p, (statistic ?? 0) - (old.length * fresh.length) / 2);
});

const tTest = rowRule('Welch t-test on means, 5 %', ({ old, new: fresh }) => {
  const test = welch(fresh, old);
  return significant(test?.p, test?.t ?? 0);
});

/** github-action-benchmark alerts when new over old is above `alert-threshold`, 200 % unless told (its action.yml). */
const fixedThreshold = (percent: number): Rule =>
  rowRule(`new mean over ${percent} % of old`, ({ old, new: fresh }) =>
    mean(fresh) > (percent / 100) * mean(old) ? 'up' : null,
  );

/** The program's own comparison, from its samples to its verdicts. */
export const coldbench: Rule = {
  name: 'coldbench',
  decide(family) {
    const { target } = family;
    const statistics = family.rows.map((row, index) => statisticsOf(family, index, row));
    const nothing = verdictsOf(family, statistics);
    const found = family.changed.map(
      (row) =>
        verdictsOf(family, statistics.with(target, statisticsOf(family, target, row)))[target] === 'slower',
    );
    const alarms = nothing.map((verdict) => verdict === 'faster' || verdict === 'slower');
    return { alarms, found, same: nothing[target] === 'same' };
  },
};

type Statistics = NonNullable<ReturnType<typeof rowStatistics>>;

function statisticsOf({ design, metrics }: Family, index: number, row: DrawnRow): Statistics {
  const metric = metrics[index];
  const statistics =
    metric && rowStatistics({ metric, design, old: Array.from(row.old), new: Array.from(row.new) });
  if (!statistics) throw new Error(`row ${index} has nothing to compare`);
  return statistics;
}

function verdictsOf({ design, metrics }: Family, statistics: readonly Statistics[]): Verdict[] {
  const rows = statistics.flatMap((one, index) => {
    const metric = metrics[index];
    return metric ? [{ metric, hypothesis: true, statistics: one }] : [];
  });
  return judge(rows, { threshold: DEFAULT_THRESHOLD, design }).map(({ verdict }) => verdict);
}

export const RULES: readonly Rule[] = [coldbench, benchstat, tTest, fixedThreshold(110), fixedThreshold(200)];
