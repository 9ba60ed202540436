import type { Metric } from '../../model/metrics.ts';
import { formatBytes, formatCount, formatCounted, formatNs } from '../../report/format.ts';
import { mapStrings, safeText, toAscii } from '../../report/sanitize.ts';
import { estimateColumn } from '../../report/terminal/estimate-column.ts';
import { createLook, type Look, type LookOptions } from '../../report/terminal/look.ts';
import { sparkline } from '../../report/terminal/sparkline.ts';
import { type Column, renderTable } from '../../report/terminal/table.ts';
import { shorten, wrapText } from '../../report/text.ts';
import { median } from '../../stats/index.ts';
import type { ChosenSeries } from '../choose-series.ts';
import { classDifferences } from '../machine-class.ts';
import type { Series } from '../series.ts';
import { changeLine, changesOf } from './change-lines.ts';
import { estimateOf, minuteOf, shortClass, shortCommit, unitOf } from './figures.ts';

export interface SeriesView extends ChosenSeries {
  readonly metric: Metric;
  /** Series of the phases of its cold starts; none unless they can be told. */
  readonly phases: readonly Series[];
  /** What stands beside the points of a run, by run. */
  readonly notes: ReadonlyMap<string, readonly string[]>;
  /** Rows of a segment's table: its last points. */
  readonly limit: number;
}

const LONGEST_TEXT = 500;
const LONGEST_LINE = 80;
/** Levels of runs vary less than cold starts of one run: a step of a few percent is to be seen. */
const LEAST_SPAN = 0.08;

/** Beside what is printed of it, all its medians, in base units. */
type Segment = ReturnType<typeof segmentOf> & { readonly values: readonly number[] };
type SeriesLook = Look & { readonly metric: Metric };

/** A series for a terminal, segment by segment; with the last newline. */
export function formatSeries(
  { key, metric, segments, otherWork, phases, notes, limit }: SeriesView,
  options: LookOptions,
): string {
  const look = { ...createLook(options), metric };
  const speak = options.unicode ? (text: string) => text : toAscii;
  const clean = <T>(value: T): T => mapStrings(value, (text) => speak(safeText(text, LONGEST_TEXT)));
  const shown = segments.map((series, index) => ({
    ...clean(segmentOf(series, segments[index - 1], { phases, notes, limit })),
    values: series.points.map(({ value }) => value),
  }));
  const sections = [
    title(clean(key), shown, look),
    ...shown.map((segment) => formatSegment(segment, look)),
    ...otherWork.map((other) => formatOtherWork(other, look)),
  ];
  return speak(`${sections.join('\n\n')}\n`);
}

/** What is printed of a segment. */
const segmentOf = (
  series: Series,
  before: Series | undefined,
  { phases, notes, limit }: Pick<SeriesView, 'phases' | 'notes' | 'limit'>,
) => ({
  machine: series.machine,
  differences: before ? classDifferences(before.machine, series.machine) : [],
  changes: changesOf(series, phases),
  first: series.points[0]?.startedAt.slice(0, 10) ?? '',
  last: series.points.at(-1)?.startedAt.slice(0, 10) ?? '',
  points: series.points
    .slice(-limit)
    .map((point) => ({ ...point, note: (notes.get(point.run) ?? []).join(', ') })),
});

function title(
  { workload, runner, variant }: ChosenSeries['key'],
  segments: readonly Segment[],
  look: SeriesLook,
): string {
  const { colors, width, metric } = look;
  const runs = segments.reduce((sum, { values }) => sum + values.length, 0);
  const classes =
    segments.length === 1 ? '1 machine class' : `${formatCount(segments.length)} machine classes`;
  const name = shorten(`${workload} / ${runner} / ${variant}`, Math.floor(width / 2));
  return `${colors.bold(name)}  ${metric.label}  ${colors.dim(`${formatCounted(runs, 'run')}, ${classes}`)}`;
}

function formatSegment(segment: Segment, look: SeriesLook): string {
  const left = segment.values.length - segment.points.length;
  return [
    ...head(segment, look),
    spark(segment, look),
    ...segment.changes.flatMap((change) => wrapText(changeLine(change, look.metric, look), look.width)),
    '',
    pointTable(segment, look),
    ...(left > 0 ? [look.colors.dim(`${formatCounted(left, 'earlier run')}: --limit shows more`)] : []),
  ].join('\n');
}

/** Which machine it is, and what about it is other than in the segment before. */
function head({ machine, differences, values, first, last }: Segment, { colors, width }: Look): string[] {
  const span = first === last ? first : `${first} to ${last}`;
  const name = `${shortClass(machine.id)}  ${machine.name}  ${span}, ${formatCounted(values.length, 'run')}`;
  const why = differences.length === 0 ? [] : [`Other than the segment above: ${differences.join('; ')}.`];
  return [colors.bold(shorten(name, width)), ...why.flatMap((text) => wrapText(text, width))];
}

function spark({ values }: Segment, { levels, width, colors, metric }: SeriesLook): string {
  const print = metric.unit === 'ns' ? formatNs : formatBytes;
  const low = values.reduce((least, value) => Math.min(least, value));
  const high = values.reduce((most, value) => Math.max(most, value));
  const range = low === high ? print(low) : `${print(low)} to ${print(high)}`;
  const line = sparkline(values, Math.min(LONGEST_LINE, width - range.length - 2), levels, {
    leastSpan: LEAST_SPAN,
    ofGroup: (group) => median(group) ?? 0,
  });
  return `${line}  ${colors.dim(range)}`;
}

function pointTable({ points }: Segment, look: SeriesLook): string {
  const unit = unitOf(look.metric, points);
  const hasNotes = points.some(({ note }) => note !== '');
  const columns: Column[] = [
    { head: 'started (UTC)', align: 'left', cells: points.map(({ startedAt }) => minuteOf(startedAt)) },
    { head: 'commit', align: 'left', cells: points.map(({ commit }) => shortCommit(commit)) },
    ...estimateColumn(
      { head: `median ${unit.name}`, unitSize: unit.size, estimates: points.map(estimateOf), absent: [] },
      look,
    ),
    { head: 'n', align: 'right', cells: points.map(({ n }) => formatCount(n)) },
    ...(hasNotes ? [{ head: 'note', align: 'left' as const, cells: points.map(({ note }) => note) }] : []),
  ];
  return renderTable(columns, look);
}

function formatOtherWork(
  { work, points, until }: ChosenSeries['otherWork'][number],
  { width, colors }: Look,
): string {
  const text = `Until ${until.slice(0, 10)} the input or the answer was another: ${formatCounted(points, 'run')} with --work ${work}.`;
  return wrapText(text, width).map(colors.dim).join('\n');
}
