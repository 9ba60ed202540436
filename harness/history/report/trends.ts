import { METRICS, type Metric } from '../../model/metrics.ts';
import { median } from '../../stats/index.ts';
import { notesOf } from '../point-notes.ts';
import type { MachineClass, Series, SeriesPoint } from '../series.ts';
import { groupBy } from '../store/group.ts';
import type { HistoryRun } from '../store/index.ts';
import { changesOf, type ShownChange } from '../terminal/change-lines.ts';
import { shortCommit } from '../terminal/figures.ts';

/** A run, as the points of all trends name it: by its place in a list. */
export interface TrendRun {
  readonly commit: string;
  readonly startedAt: string;
  readonly notes: readonly string[];
}

/** One drawn dot: a run, or where there are too many the median of neighbours. */
export interface Dot {
  readonly atMs: number;
  readonly value: number;
  readonly low: number | null;
  readonly high: number | null;
  /** Place of its (last) run. */
  readonly run: number;
  /** How many runs it stands for. */
  readonly runs: number;
}

/** A lasting change, with the dot that it begins at. */
export interface TrendChange extends ShownChange {
  readonly dot: number;
  /** Why people decided to live with it; null when nobody did. */
  readonly accepted: string | null;
}

/** What one machine class measured: never compared with another's. */
export interface TrendSegment {
  /** Place of the machine class. */
  readonly machine: number;
  readonly dots: readonly Dot[];
  readonly changes: readonly TrendChange[];
  readonly points: number;
}

/** A figure of one subject over time. */
export interface Trend {
  readonly workload: string;
  readonly runner: string;
  readonly variant: string;
  readonly condition: string;
  readonly metric: Metric;
  /** In the order of their first points. */
  readonly segments: readonly TrendSegment[];
  readonly last: SeriesPoint | null;
}

export interface Trends {
  readonly runs: readonly TrendRun[];
  readonly machines: readonly MachineClass[];
  readonly trends: readonly Trend[];
}

/** What is told of changes, where it is known. */
export interface TrendDetails {
  readonly accepted?: AcceptedReason;
  /** Series of the phases of cold starts. */
  readonly phases?: readonly Series[];
}

/** Whether and why a change was accepted. */
export type AcceptedReason = (series: Series, change: ShownChange) => string | null;

/**
 * Everything that the page shows. Series of earlier work, where input or answer was another, are left out: their figures
 * are of something else.
 */
export function trendsOf(
  series: readonly Series[],
  noteworthy: readonly HistoryRun[],
  { accepted = () => null, phases = [] }: TrendDetails = {},
): Trends {
  const places = new RunPlaces(noteworthy);
  const machines = new Map<string, number>();
  const classes: MachineClass[] = [];
  const placeOf = (machine: MachineClass): number => {
    const known = machines.get(machine.id);
    if (known !== undefined) return known;
    machines.set(machine.id, classes.length);
    return classes.push(machine) - 1;
  };
  const groups = [...groupBy(series, ({ key }) => JSON.stringify({ ...key, work: '' })).values()];
  const trends = groups.flatMap((group) => {
    const newest = newestWork(group);
    const [first] = newest;
    const metric = METRICS.find(({ name }) => name === first?.key.metric);
    if (!first || !metric) return [];
    const { workload, runner, variant, condition } = first.key;
    const segments = newest.map((one) => segmentOf(one, placeOf(one.machine), places, { accepted, phases }));
    const last = newest.flatMap(({ points }) => points.at(-1) ?? []).reduce(later);
    return [{ workload, runner, variant, condition, metric, segments, last }];
  });
  return { runs: places.runs, machines: classes, trends: trends.toSorted(inReadingOrder) };
}

/** What belongs to one row stands together, in the order in which metrics are told everywhere. */
function inReadingOrder(a: Trend, b: Trend): number {
  const nameOf = ({ workload, runner, variant, condition }: Trend): string =>
    [workload, runner, variant, condition].join(' ');
  return nameOf(a).localeCompare(nameOf(b)) || METRICS.indexOf(a.metric) - METRICS.indexOf(b.metric);
}

const later = (a: SeriesPoint, b: SeriesPoint): SeriesPoint => (a.startedAt < b.startedAt ? b : a);

function newestWork(group: readonly Series[]): Series[] {
  const ends = (one: Series): string => one.points.at(-1)?.startedAt ?? '';
  const newest = group.reduce((a, b) => (ends(a) < ends(b) ? b : a));
  const begins = (one: Series): string => one.points[0]?.startedAt ?? '';
  return group
    .filter(({ key }) => key.work === newest.key.work)
    .sort((a, b) => (begins(a) < begins(b) ? -1 : 1));
}

class RunPlaces {
  readonly runs: TrendRun[] = [];
  readonly #places = new Map<string, number>();
  readonly #notes: ReadonlyMap<string, readonly string[]>;

  constructor(noteworthy: readonly HistoryRun[]) {
    this.#notes = new Map(noteworthy.map((run) => [run.run, notesOf(run)]));
  }

  of({ run, commit, startedAt }: SeriesPoint): number {
    const known = this.#places.get(run);
    if (known !== undefined) return known;
    const place = this.runs.push({
      commit: shortCommit(commit),
      startedAt,
      notes: this.#notes.get(run) ?? [],
    });
    this.#places.set(run, place - 1);
    return place - 1;
  }
}

function segmentOf(
  series: Series,
  machine: number,
  places: RunPlaces,
  { accepted, phases }: Required<TrendDetails>,
): TrendSegment {
  const changes = changesOf(series, phases);
  const { points } = series;
  const groups = dotGroups(
    points.length,
    changes.map(({ index }) => index),
  );
  const dotAt = new Map(groups.map(([from], dot) => [from, dot]));
  return {
    machine,
    points: points.length,
    dots: groups.map(([from, to]) => dotOf(points.slice(from, to), places)),
    changes: changes.map((change) => ({
      ...change,
      dot: dotAt.get(change.index) ?? 0,
      accepted: accepted(series, change),
    })),
  };
}

/** More dots than a chart of this size can show apart. */
const MOST_DOTS = 400;
/** The newest runs are always dots of their own. */
const NEWEST = 60;

/** Neighbours that share a dot: none across a change, none of the newest; all alone where there is room. */
export function dotGroups(points: number, changes: readonly number[]): [from: number, to: number][] {
  const size = Math.max(1, Math.ceil((points - NEWEST) / (MOST_DOTS - NEWEST)));
  const borders = [...changes, Math.max(0, points - NEWEST), points].sort((a, b) => a - b);
  const groups: [number, number][] = [];
  let from = 0;
  for (const border of borders) {
    const step = border > points - NEWEST ? 1 : size;
    while (from < border) {
      const to = Math.min(border, from + step);
      groups.push([from, to]);
      from = to;
    }
  }
  return groups;
}

function dotOf(points: readonly SeriesPoint[], places: RunPlaces): Dot {
  const last = points.at(-1);
  if (!last) throw new Error('a dot without a point');
  for (const point of points) places.of(point);
  const middle = (values: readonly (number | undefined)[]): number | null =>
    median(values.filter((value) => value !== undefined));
  return {
    atMs: Date.parse(last.startedAt),
    value: middle(points.map(({ value }) => value)) ?? last.value,
    low: middle(points.map(({ interval }) => interval?.low)),
    high: middle(points.map(({ interval }) => interval?.high)),
    run: places.of(last),
    runs: points.length,
  };
}
