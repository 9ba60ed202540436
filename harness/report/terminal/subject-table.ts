import { isBaseline } from '../../model/baseline.ts';
import { alignDecimals, columnDigits, columnUnit } from '../column-scale.ts';
import { BYTE_UNITS, formatCount, NS_UNITS, type Unit } from '../format.ts';
import type { NameOf } from '../subject-names.ts';
import type { Estimate, SubjectSummary } from '../summary-types.ts';
import { estimateColumn } from './estimate-column.ts';
import type { Look } from './look.ts';
import { type Column, chooseLayout, renderTable } from './table.ts';

const ABSENT = '–';
/** With fewer samples a percentile is the maximum under another name. */
export const ENOUGH_FOR_P95 = 20;
const ENOUGH_FOR_P99 = 100;

type Subjects = readonly SubjectSummary[];

/** Bare quantities in one unit, which ends the head; absent ones are '–'. Empty when all are absent. */
export function quantities(
  head: string,
  values: readonly (number | null | undefined)[],
  units: readonly Unit[],
): Column[] {
  const known = values.filter((value) => typeof value === 'number');
  if (known.length === 0) return [];
  const unit = columnUnit(known, units);
  const texts = alignDecimals(known.map((value) => columnDigits(value, unit)));
  const cells = values.map((value) => (typeof value === 'number' ? (texts.shift() ?? '') : ABSENT));
  return [{ head: `${head}${unit.name}`, align: 'right', cells }];
}

const unitOf = (estimates: readonly (Estimate | null)[]): Unit =>
  columnUnit(
    estimates.flatMap((estimate) => estimate?.value ?? []),
    NS_UNITS,
  );

function coldColumn(subjects: Subjects, look: Look): Column[] {
  const estimates = subjects.map(({ coldStart }) => coldStart?.medianNs ?? null);
  const unit = unitOf(estimates);
  const absent = subjects.map(() => look.colors.red('no figure'));
  return estimateColumn(
    { head: `cold start\nmedian ${unit.name}`, unitSize: unit.size, estimates, absent },
    look,
  );
}

/** Close to 1 an interval must show on which side of it its ends are, so ratios get finer digits. */
const RATIO_STEPS = 3;

function overheadColumns(subjects: Subjects, look: Look): Column[] {
  const absent = subjects.map((subject) =>
    subject.coldStart && isBaseline(subject, subjects) ? look.colors.dim('baseline') : ABSENT,
  );
  const estimates = subjects.map(({ overhead }) => overhead?.differenceNs ?? null);
  const unit = unitOf(estimates);
  const difference = {
    head: `vs process\n${unit.name}`,
    unitSize: unit.size,
    signed: true,
    estimates,
    absent,
  };
  const ratio = {
    head: 'vs process\nratio',
    unitSize: 1,
    steps: RATIO_STEPS,
    estimates: subjects.map(({ overhead }) => overhead?.ratio ?? null),
    absent: subjects.map(() => ''),
  };
  return [...estimateColumn(difference, look), ...estimateColumn(ratio, look)];
}

function warmAndSizeColumns(subjects: Subjects): Column[] {
  const p50 = subjects.map(({ warm }) => warm?.p50Ns.value);
  const p99 = subjects.map(({ warm }) => (warm && warm.calls >= ENOUGH_FOR_P99 ? warm.p99Ns : null));
  const rss = subjects.map(({ memory }) => memory?.rssBytes?.value);
  const size = subjects.map(({ artifactBytes }) => artifactBytes);
  return [
    ...quantities('warm\np50 ', p50, NS_UNITS),
    ...quantities('warm\np99 ', p99, NS_UNITS),
    ...quantities('RSS\n', rss, BYTE_UNITS),
    ...quantities('size\n', size, BYTE_UNITS),
  ];
}

/** How many trials the figures are from and, where any did, how many failed. */
function trialColumns(subjects: Subjects, { colors }: Look): Column[] {
  const completed = subjects.map(({ trials }) => formatCount(trials.completed));
  const failed = subjects.map(({ trials }) =>
    trials.failed > 0 ? colors.red(formatCount(trials.failed)) : '0',
  );
  const anyFailed = subjects.some(({ trials }) => trials.failed > 0);
  return [
    { head: 'n', align: 'right', cells: completed },
    ...(anyFailed ? [{ head: 'failed', align: 'right' as const, cells: failed }] : []),
  ];
}

/** One row per subject. Where the width does not do, the less important columns move into tables below. */
export function formatSubjectTable(subjects: Subjects, nameOf: NameOf, look: Look): string {
  const key: Column = { head: 'runner', align: 'left', cells: subjects.map(nameOf) };
  const cold = coldColumn(subjects, look);
  const p95Ns = subjects.map(({ coldStart }) =>
    coldStart && coldStart.medianNs.n >= ENOUGH_FOR_P95 ? coldStart.p95Ns : null,
  );
  const p95 = quantities('p95\n', p95Ns, NS_UNITS);
  const overhead = overheadColumns(subjects, look);
  const rest = warmAndSizeColumns(subjects);
  const trials = trialColumns(subjects, look);
  const layouts = [
    [[...cold, ...p95, ...overhead, ...rest, ...trials]],
    [[...cold, ...p95, ...overhead, ...trials], rest],
    [
      [...cold, ...overhead],
      [...p95, ...rest, ...trials],
    ],
    [[...cold, ...p95, ...trials], overhead, rest],
  ];
  const tables = chooseLayout(key, layouts, look.width);
  return tables.map((columns) => renderTable([key, ...columns], look)).join('\n\n');
}
