import { latestPlausibleMs } from './clock.ts';
import type { Value } from './duck.ts';
import type { RunFilter, SeriesFilter } from './history-types.ts';

/** A condition and the values of its parameters. */
export interface Condition {
  readonly sql: string;
  readonly values: readonly Value[];
}

/** Those parts whose value was asked for; the SQL of each has one `?`. */
function all(...parts: readonly (readonly [sql: string, value: Value | undefined])[]): Condition {
  const asked = parts.flatMap(([sql, value]) => (value === undefined ? [] : [{ sql, value }]));
  return {
    sql: asked.map(({ sql }) => sql).join(' AND ') || 'true',
    values: asked.map(({ value }) => value),
  };
}

const and = (a: Condition, b: Condition): Condition => ({
  sql: `${a.sql} AND ${b.sql}`,
  values: [...a.values, ...b.values],
});

const ofRuns = ({ machine, sinceMs, untilMs, noteworthy }: RunFilter): Condition =>
  all(
    [
      '(NOT runs.complete OR runs.clock IS NOT NULL OR runs.startedMs > ?)',
      noteworthy ? latestPlausibleMs(Date.now()) : undefined,
    ],
    ['starts_with(runs.machineId, ?)', machine],
    ['runs.startedMs >= ?', sinceMs],
    ['runs.startedMs <= ?', untilMs],
  );

const ofFigures = ({
  workload,
  runner,
  variant,
  condition,
  metric,
  metrics,
  work,
}: SeriesFilter): Condition =>
  all(
    ['figures.workload = ?', workload],
    ['figures.runner = ?', runner],
    ['figures.variant = ?', variant],
    ['figures.condition = ?', condition],
    ['figures.metric = ?', metric],
    ["list_contains(string_split(?, ','), figures.metric)", metrics?.join(',')],
    ['starts_with(figures.work, ?)', work],
  );

/** On the table `runs`: those that have a figure which is asked for. */
export function runsWhere({ workload, runner, ...filter }: RunFilter): Condition {
  if (workload === undefined && runner === undefined) return ofRuns(filter);
  const { sql, values } = ofFigures({ workload, runner });
  const exists = `EXISTS (FROM figures WHERE figures.key = runs.key AND figures.source = runs.source AND ${sql})`;
  return and(ofRuns(filter), { sql: exists, values });
}

/** On `figures` joined with `runs`. */
export const figuresWhere = (filter: SeriesFilter): Condition => and(ofRuns(filter), ofFigures(filter));
