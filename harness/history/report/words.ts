import type { Metric } from '../../model/metrics.ts';
import { percentChange, percentInterval } from '../../report/comparison/figures.ts';
import { verdictWord } from '../../report/comparison/words.ts';
import { formatBytes, formatCount, formatCounted, formatNs } from '../../report/format.ts';
import { phaseWords } from '../terminal/change-lines.ts';
import { shortCommit } from '../terminal/figures.ts';
import { trendName } from './names.ts';
import type { Trend, TrendChange, Trends } from './trends.ts';

/** A sentence of the start of the page. `kind` says how grave it is; it is said in words as well. */
export interface Word {
  readonly kind: 'slower' | 'faster' | 'accepted' | 'note' | 'nothing';
  readonly label: string;
  readonly text: string;
}

/** What is new since an instant, gravest first; `sinceMs` is told as a day. */
export function whatChanged(view: Trends, sinceMs: number): Word[] {
  const since = new Date(sinceMs).toISOString();
  const changes = view.trends
    .flatMap((trend) =>
      trend.segments.flatMap(({ changes: all }) => all.map((change) => ({ trend, change }))),
    )
    .filter(({ change }) => change.since >= since.slice(0, 10))
    .sort((a, b) => gravity(b.change) - gravity(a.change));
  const words = [
    ...changes.map(({ trend, change }) => changeWord(trend, change)),
    ...newMachines(view, since),
    ...silentTrends(view, since),
    ...doubtfulRuns(view, since),
  ];
  const runs = view.runs.filter(({ startedAt }) => startedAt >= since).length;
  const looked = `${formatCounted(view.trends.length, 'trend')} over ${formatCounted(runs, 'run')} since ${since.slice(0, 10)}`;
  if (changes.length > 0) return words;
  return [{ kind: 'nothing', label: 'Nothing changed', text: `No lasting change in ${looked}.` }, ...words];
}

/** What got worse comes first, and what nobody has accepted; then by how much. */
const gravity = ({ direction, ratio, accepted }: TrendChange): number =>
  (accepted === null ? 20 : 0) + (direction === 'slower' ? 10 : 0) + Math.abs(Math.log(ratio));

function changeWord(trend: Trend, change: TrendChange): Word {
  const { metric } = trend;
  const print = metric.unit === 'ns' ? formatNs : formatBytes;
  const { before, after, ratio, interval, commits, since, accepted, direction } = change;
  const range =
    commits.last === null && commits.first === null
      ? ''
      : ` The last commit before it is ${shortCommit(commits.last)}, the first after it ${shortCommit(commits.first)}.`;
  const amount = `${percentChange(ratio, interval)} ${percentInterval(interval)}`.trim();
  const where = change.phases.length === 0 ? '' : ` It sits in ${phaseWords(change.phases)}.`;
  const why = accepted === null ? '' : ` Accepted: ${accepted}`;
  return {
    kind: accepted === null ? direction : 'accepted',
    label: `${trendName(trend)}: ${metric.label} ${wordOf(direction, metric)}`,
    text: `${print(before)} → ${print(after)}, ${amount}, since ${since}.${where}${range}${why}`,
  };
}

const wordOf = (direction: TrendChange['direction'], metric: Metric): string =>
  `${direction === 'slower' ? '▲' : '▼'} ${verdictWord(direction, metric)}`;

function newMachines({ trends, machines, runs }: Trends, since: string): Word[] {
  return machines.flatMap((machine, place) => {
    const firsts = trends.flatMap(({ segments }) =>
      segments.filter((segment) => segment.machine === place).flatMap(({ dots }) => dots[0] ?? []),
    );
    const begun = firsts.map(({ atMs }) => new Date(atMs).toISOString()).sort()[0];
    const isFirst = runs.every(({ startedAt }) => begun !== undefined && startedAt >= begun);
    if (begun === undefined || begun < since || isFirst) return [];
    const text = `${machine.name}, since ${begun.slice(0, 10)}. Its levels are not compared with those of others.`;
    return [{ kind: 'note' as const, label: 'New machine class', text }];
  });
}

/** A figure that is no longer measured, while others are. */
function silentTrends({ trends, runs }: Trends, since: string): Word[] {
  if (!runs.some(({ startedAt }) => startedAt >= since)) return [];
  const silent = trends.filter(({ last }) => last !== null && last.startedAt < since);
  const names = [...new Set(silent.map(trendName))];
  return names.map((name) => {
    const last = silent
      .filter((trend) => trendName(trend) === name)
      .map((trend) => trend.last?.startedAt ?? '');
    const day = last.sort().at(-1)?.slice(0, 10);
    return { kind: 'note', label: name, text: `Not measured any more; the last figure is of ${day}.` };
  });
}

/** Runs of which something is to be said; many are counted. */
const MOST_NOTES = 5;

function doubtfulRuns({ runs }: Trends, since: string): Word[] {
  const doubtful = runs.filter(({ startedAt, notes }) => startedAt >= since && notes.length > 0);
  const told = doubtful.slice(0, MOST_NOTES).map(({ startedAt, commit, notes }): Word => {
    const label = `Run of ${startedAt.slice(0, 16).replace('T', ' ')} UTC`;
    return { kind: 'note', label, text: `${notes.join('; ')} (${commit}).` };
  });
  const left = doubtful.length - told.length;
  if (left === 0) return told;
  return [...told, { kind: 'note', label: 'More', text: `${formatCount(left)} other runs with notes.` }];
}
