import type { Metric } from '../../model/metrics.ts';
import { formatCount, formatCounted } from '../../report/format.ts';
import { mapStrings, safeText, toAscii } from '../../report/sanitize.ts';
import { estimateColumn } from '../../report/terminal/estimate-column.ts';
import { createLook, type Look, type LookOptions } from '../../report/terminal/look.ts';
import { type Column, foldColumns, renderTable } from '../../report/terminal/table.ts';
import { shorten, wrapText } from '../../report/text.ts';
import { notesOf } from '../point-notes.ts';
import type { Series, SeriesPoint } from '../series.ts';
import { groupBy } from '../store/group.ts';
import type { HistoryRun } from '../store/index.ts';
import { estimateOf, minuteOf, shortClass, shortCommit, unitOf } from './figures.ts';

export interface RunListView {
  readonly folder: string;
  readonly metric: Metric;
  /** Newest first. */
  readonly runs: readonly HistoryRun[];
  /** The figures of these runs. */
  readonly series: readonly Series[];
  /** How many there are without a limit. */
  readonly count: number;
}

const LONGEST_TEXT = 500;
const LONGEST_NAME = 24;

/** Runs as a table, a row a run and a column a subject, for a terminal; with the last newline. */
export function formatRunList(given: RunListView, options: LookOptions): string {
  const look = createLook(options);
  const speak = options.unicode ? (text: string) => text : toAscii;
  const view = mapStrings(given, (text) => speak(safeText(text, LONGEST_TEXT)));
  const sections =
    view.runs.length === 0
      ? [`${view.folder} holds no such run.`]
      : [heading(view, look), tables(view, look), machines(view, look)];
  return speak(`${sections.join('\n\n')}\n`);
}

function heading({ folder, metric, runs, count }: RunListView, { width }: Look): string {
  const some = count > runs.length ? `the newest ${formatCount(runs.length)} of ` : '';
  const more = count > runs.length ? '; --limit shows more' : '';
  const text = `${some}${formatCounted(count, 'run')} in ${folder}: median ${metric.label} of each subject${more}`;
  return wrapText(text, width).join('\n');
}

function tables({ runs, series, metric }: RunListView, look: Look): string {
  const key: Column = {
    head: 'started (UTC)',
    align: 'left',
    cells: runs.map(({ startedAt }) => minuteOf(startedAt)),
  };
  const columns: Column[] = [
    { head: 'commit', align: 'left', cells: runs.map(({ commit }) => shortCommit(commit)) },
    { head: 'machine', align: 'left', cells: runs.map(({ machine }) => shortClass(machine.id)) },
    ...figureColumns(runs, series, metric, look),
    ...noteColumn(runs),
  ];
  return foldColumns(key, columns, look.width)
    .map((folded) => renderTable([key, ...folded], look))
    .join('\n\n');
}

function figureColumns(
  runs: readonly HistoryRun[],
  series: readonly Series[],
  metric: Metric,
  look: Look,
): Column[] {
  const unit = unitOf(
    metric,
    series.flatMap(({ points }) => points),
  );
  const workloads = new Set(series.map(({ key }) => key.workload)).size;
  const subjects = groupBy(series, ({ key: { workload, runner, variant } }) =>
    JSON.stringify([workload, runner, variant]),
  );
  const variants = groupBy([...subjects.values()].flat(), ({ key }) => `${key.workload}/${key.runner}`);
  return [...subjects.values()].flatMap((own) => {
    const [{ key } = { key: { workload: '', runner: '', variant: '' } }] = own;
    const several = new Set(variants.get(`${key.workload}/${key.runner}`)?.map((one) => one.key.variant));
    const name = `${workloads > 1 ? `${key.workload}/` : ''}${key.runner}${several.size > 1 ? ` (${key.variant})` : ''}`;
    const points = new Map<string, SeriesPoint>(
      own.flatMap((one) => one.points.map((point) => [point.run, point])),
    );
    return estimateColumn(
      {
        head: `${shorten(name, LONGEST_NAME)}\n${unit.name}`,
        unitSize: unit.size,
        estimates: runs.map(({ run }) => {
          const point = points.get(run);
          return point ? estimateOf(point) : null;
        }),
        absent: runs.map(() => '–'),
      },
      look,
    );
  });
}

function noteColumn(runs: readonly HistoryRun[]): Column[] {
  const cells = runs.map((run) => notesOf(run).join(', '));
  return cells.every((cell) => cell === '') ? [] : [{ head: 'note', align: 'left', cells }];
}

function machines({ runs }: RunListView, { colors, width }: Look): string {
  const classes = groupBy(runs, ({ machine }) => machine.id);
  const lines = [...classes.values()].flatMap((own) => {
    const [first] = own;
    if (!first) return [];
    const { id, name } = first.machine;
    return [shorten(`${shortClass(id)}  ${name}  (${formatCounted(own.length, 'run')})`, width)];
  });
  return [colors.bold('Machine classes'), ...lines].join('\n');
}
