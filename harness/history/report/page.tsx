import type { JSX } from 'preact';
import { formatBytes, formatCount, formatCounted, formatNs } from '../../report/format.ts';
import { PageHeader, renderDocument } from '../../report/html/document.tsx';
import { Scrollable } from '../../report/html/scrollable.tsx';
import { mapStrings, safeText } from '../../report/sanitize.ts';
import { machineLetter, trendName } from './names.ts';
import type { Dot, Trend, TrendSegment, Trends } from './trends.ts';
import { type Word, whatChanged } from './words.ts';

export interface TrendsPage {
  readonly trends: Trends;
  readonly sinceMs: number;
  /** The page's script, as one piece of JavaScript. */
  readonly script: string;
}

const LONGEST_TEXT = 300;
const TITLE = 'What packaging costs, over time';

/** The page of a history; see `renderDocument`. Names and commits come from files, and are made harmless. */
export function renderTrends({ trends: raw, sinceMs, script }: TrendsPage): string {
  const trends = mapStrings(raw, (text) => safeText(text, LONGEST_TEXT));
  return renderDocument({
    title: TITLE,
    body: <Body trends={trends} sinceMs={sinceMs} />,
    data: trends,
    script,
  });
}

function Body({ trends, sinceMs }: { trends: Trends; sinceMs: number }): JSX.Element {
  const workloads = [...new Set(trends.trends.map(({ workload }) => workload))];
  return (
    <>
      <PageHeader title={TITLE} />
      <main>
        <StartSection trends={trends} sinceMs={sinceMs} />
        <Tools trends={trends} />
        {workloads.map((workload) => (
          <section key={workload}>
            <h2>{workload}</h2>
            <div class="charts">
              {trends.trends.map((trend, place) =>
                trend.workload === workload ? (
                  <TrendFigure key={place} trends={trends} place={place} />
                ) : null,
              )}
            </div>
          </section>
        ))}
        <Machines trends={trends} />
      </main>
      <footer class="faint">
        <p>
          A dot is the median of a run, the band its 95 % interval. Diamond: the level rose and stayed;
          triangle: it fell and stayed; a single slow night is neither. A new machine class, such as another
          runtime or kernel, begins a line of its own, and is never a change.
        </p>
      </footer>
    </>
  );
}

const MARKS: Readonly<Record<Word['kind'], string>> = {
  slower: 'verdict-slower',
  faster: 'verdict-faster',
  accepted: 'verdict-inconclusive',
  note: '',
  nothing: '',
};

function StartSection({ trends, sinceMs }: { trends: Trends; sinceMs: number }): JSX.Element {
  const day = new Date(sinceMs).toISOString().slice(0, 10);
  return (
    <section>
      <h2>What changed since {day}</h2>
      <ul class="words">
        {whatChanged(trends, sinceMs).map(({ kind, label, text }) => (
          <li key={`${label} ${text}`}>
            <strong class={MARKS[kind]}>{label}</strong>: {text}
          </li>
        ))}
      </ul>
    </section>
  );
}

const Tools = ({ trends: { machines, runs, trends } }: { trends: Trends }): JSX.Element => (
  <section class="no-print">
    <p class="faint">
      {formatCounted(trends.length, 'trend')}, {formatCounted(runs.length, 'run')},{' '}
      {machines.length === 1 ? '1 machine class' : `${formatCount(machines.length)} machine classes`}.
    </p>
    <div class="tools">
      <label>
        Show <input type="search" data-filter-trends placeholder="runner, metric, …" />
      </label>
      {machines.length > 1 && (
        <label>
          Machine{' '}
          <select data-machine>
            <option value="">all</option>
            {machines.map((machine, place) => (
              <option key={machine.id} value={machineLetter(place)}>
                {machineLetter(place)}: {machine.name}
              </option>
            ))}
          </select>
        </label>
      )}
    </div>
    <p class="faint" role="status" data-shown />
  </section>
);

function TrendFigure({ trends, place }: { trends: Trends; place: number }): JSX.Element {
  const trend = trends.trends[place] as Trend;
  const id = `trend-${place}`;
  const name = trendName(trend).slice(trend.workload.length + ' as '.length);
  return (
    <figure data-trend-figure={`${name} ${trend.metric.label}`.toLowerCase()}>
      <figcaption>
        <h3 id={id}>
          {name}: {trend.metric.label}
        </h3>
        <p class="faint">{about(trend)}</p>
      </figcaption>
      <div class="chart" data-trend={place} role="img" aria-labelledby={id} />
      <details>
        <summary>Newest runs of {`${name}: ${trend.metric.label}`}</summary>
        <PointTable trends={trends} trend={trend} id={id} />
      </details>
    </figure>
  );
}

function about({ segments, last, metric }: Trend): string {
  const print = metric.unit === 'ns' ? formatNs : formatBytes;
  const points = segments.reduce((sum, segment) => sum + segment.points, 0);
  const most = Math.max(...segments.flatMap(({ dots }) => dots.map(({ runs }) => runs)));
  const thinned = most > 1 ? `; older dots are medians of up to ${most} runs` : '';
  const now = last === null ? '' : `Now ${print(last.value)}. `;
  return `${now}${formatCounted(points, 'run')}${thinned}.`;
}

/** Rows of a table: the newest runs; the file of the history has all of them. */
const NEWEST_ROWS = 20;

function PointTable({ trends, trend, id }: { trends: Trends; trend: Trend; id: string }): JSX.Element {
  const rows = trend.segments
    .flatMap((segment) => segment.dots.map((dot, index) => ({ segment, dot, index })))
    .sort((a, b) => b.dot.atMs - a.dot.atMs)
    .slice(0, NEWEST_ROWS);
  return (
    <Scrollable labelledBy={id}>
      <table>
        <thead>
          <tr>
            <th scope="col">run (UTC)</th>
            <th scope="col">commit</th>
            <th scope="col">median [95 %]</th>
            <th scope="col">machine</th>
            <th scope="col">notes</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ segment, dot, index }) => (
            <PointRow
              key={`${segment.machine} ${dot.run}`}
              trends={trends}
              trend={trend}
              segment={segment}
              dot={dot}
              index={index}
            />
          ))}
        </tbody>
      </table>
    </Scrollable>
  );
}

interface PointRowProps {
  readonly trends: Trends;
  readonly trend: Trend;
  readonly segment: TrendSegment;
  readonly dot: Dot;
  readonly index: number;
}

function PointRow({ trends, trend: { metric }, segment, dot, index }: PointRowProps): JSX.Element {
  const print = metric.unit === 'ns' ? formatNs : formatBytes;
  const run = trends.runs[dot.run];
  const changed = segment.changes.find((change) => change.dot === index);
  const notes = [
    ...(changed ? [changed.direction === 'slower' ? '▲ the level rose' : '▼ the level fell'] : []),
    ...(changed?.accepted ? [`accepted: ${changed.accepted}`] : []),
    ...(run?.notes ?? []),
  ];
  return (
    <tr>
      <td>{run?.startedAt.slice(0, 16).replace('T', ' ')}</td>
      <td>{run?.commit}</td>
      <td>
        {print(dot.value)}{' '}
        {dot.low !== null && dot.high !== null && (
          <span class="faint">
            [{print(dot.low)}, {print(dot.high)}]
          </span>
        )}
      </td>
      <td>{machineLetter(segment.machine)}</td>
      <td>{notes.join('; ')}</td>
    </tr>
  );
}

const Machines = ({ trends: { machines } }: { trends: Trends }): JSX.Element => (
  <section>
    <h2>Machine classes</h2>
    <dl>
      {machines.map((machine, place) => (
        <>
          <dt>{machineLetter(place)}</dt>
          <dd>
            {machine.name} <span class="faint">({machine.id})</span>
          </dd>
        </>
      ))}
    </dl>
  </section>
);
