import type { JSX } from 'preact';
import { CHARTS } from '../charts/index.ts';
import { formatBytes, formatInterval, formatNs, formatRatio, formatSigned } from '../format.ts';
import type { ReportSubject, ReportWorkload } from '../report-data.ts';
import type { Estimate } from '../summary-types.ts';
import { verdicts } from '../verdict.ts';
import { LadderTable } from './ladder-table.tsx';
import { Scrollable } from './scrollable.tsx';

/** One workload of a run: what it says, its charts, its figures. `index` is its place in the page's data. */
export function WorkloadSection({ data, index }: { data: ReportWorkload; index: number }): JSX.Element {
  const { workload, facts, subjects, others, ladder } = data;
  return (
    <section data-workload={index}>
      <h2 id={`workload-${index}`}>{workload}</h2>
      {facts && (
        <p class="faint">
          {formatBytes(facts.inputBytes)} in, {formatBytes(facts.outputBytes)} out
          {facts.inProcessMedianNs !== null && `, ${formatNs(facts.inProcessMedianNs)} a call in-process`}
        </p>
      )}
      <Words data={data} />
      <SubjectSwitches subjects={subjects} />
      <div class="charts">
        {CHARTS.filter((chart) => chart.has(data)).map((chart) => (
          <Figure key={chart.name} chart={chart} index={index} />
        ))}
      </div>
      <LadderTable ladder={ladder} />
      <h3 id={`figures-${index}`}>Figures</h3>
      <FigureTable subjects={[...subjects, ...others]} index={index} />
      <PhaseTable subjects={[...subjects, ...others]} />
    </section>
  );
}

function Words({ data: { facts, subjects: drawn, others } }: { data: ReportWorkload }): JSX.Element {
  const subjects = [...drawn, ...others.filter(({ summary }) => summary.condition === 'cold')];
  const summaries = subjects.map(({ summary }) => summary);
  const names = new Map(subjects.map(({ name, summary }) => [summary.subject, name]));
  const words = verdicts(facts ?? undefined, summaries, ({ subject }) => names.get(subject) ?? subject);
  return (
    <ul class="words">
      {words.map(({ label, text }) => (
        <li key={label}>
          <strong>{label}</strong>: {text}
        </li>
      ))}
    </ul>
  );
}

const SubjectSwitches = ({ subjects }: { subjects: readonly ReportSubject[] }): JSX.Element => (
  <fieldset class="tools no-print plain">
    <legend class="faint">Shown in the charts</legend>
    {subjects.map(({ name }) => (
      <button type="button" key={name} data-subject={name} aria-pressed="true">
        {name}
      </button>
    ))}
  </fieldset>
);

/** They need the whole width; the others stand side by side where there is room. */
const WIDE = ['ranking', 'phases', 'ladder', 'order'];

function Figure({ chart, index }: { chart: (typeof CHARTS)[number]; index: number }): JSX.Element {
  const wide = WIDE.includes(chart.name);
  const id = `${chart.name}-${index}`;
  return (
    <figure class={wide ? 'wide' : ''}>
      <figcaption>
        <h3 id={id}>{chart.title}</h3>
        <p class="faint">{chart.caption}</p>
      </figcaption>
      {chart.modes && (
        <div class="tools">
          {chart.modes.map(({ name, label }, place) => (
            <button type="button" key={name} data-mode={name} aria-pressed={place === 0 ? 'true' : 'false'}>
              {label}
            </button>
          ))}
        </div>
      )}
      <div class="chart" data-chart={chart.name} role="img" aria-labelledby={id} />
    </figure>
  );
}

interface Column {
  readonly head: string;
  /** What the column sorts by; null sorts last. */
  by(subject: ReportSubject): number | string | null;
  cell(subject: ReportSubject): JSX.Element | string;
}

const NONE = '–';

function estimateCell(
  estimate: Estimate | null | undefined,
  print: (value: number) => string,
): JSX.Element | string {
  if (!estimate) return NONE;
  return (
    <>
      {print(estimate.value)}{' '}
      <span class="faint">
        {estimate.interval ? formatInterval(estimate.interval, print) : `n=${estimate.n}`}
      </span>
    </>
  );
}

const plain = (value: number | null | undefined, print: (value: number) => string): string =>
  value === null || value === undefined ? NONE : print(value);

const COLUMNS: readonly Column[] = [
  { head: 'subject', by: ({ name }) => name, cell: ({ name }) => name },
  {
    head: 'isolation',
    by: ({ summary }) => summary.isolation,
    cell: ({ summary }) => summary.isolation ?? NONE,
  },
  {
    head: 'engine',
    by: ({ summary }) => summary.engine,
    cell: ({ summary }) => summary.engine ?? NONE,
  },
  {
    head: 'cold start [95 %]',
    by: ({ summary }) => summary.coldStart?.medianNs.value ?? null,
    cell: ({ summary }) => estimateCell(summary.coldStart?.medianNs, formatNs),
  },
  {
    head: 'over process [95 %]',
    by: ({ summary }) => summary.overhead?.differenceNs.value ?? null,
    cell: ({ summary }) => estimateCell(summary.overhead?.differenceNs, (ns) => formatSigned(ns)),
  },
  {
    head: 'ratio [95 %]',
    by: ({ summary }) => summary.overhead?.ratio.value ?? null,
    cell: ({ summary }) => estimateCell(summary.overhead?.ratio, formatRatio),
  },
  {
    head: 'p95',
    by: ({ summary }) => summary.coldStart?.p95Ns ?? null,
    cell: ({ summary }) => plain(summary.coldStart?.p95Ns, formatNs),
  },
  {
    head: 'warm p50',
    by: ({ summary }) => summary.warm?.p50Ns.value ?? null,
    cell: ({ summary }) => plain(summary.warm?.p50Ns.value, formatNs),
  },
  {
    head: 'warm p99',
    by: ({ summary }) => summary.warm?.p99Ns ?? null,
    cell: ({ summary }) => plain(summary.warm?.p99Ns, formatNs),
  },
  {
    head: 'memory (RSS)',
    by: ({ summary }) => summary.memory?.rssBytes?.value ?? null,
    cell: ({ summary }) => plain(summary.memory?.rssBytes?.value, formatBytes),
  },
  {
    head: 'CPU, cold',
    by: ({ summary }) => summary.coldCpuNs,
    cell: ({ summary }) => plain(summary.coldCpuNs, formatNs),
  },
  {
    head: 'artifact',
    by: ({ summary }) => summary.artifactBytes,
    cell: ({ summary }) => plain(summary.artifactBytes, formatBytes),
  },
  {
    head: 'trials',
    by: ({ summary }) => summary.trials.completed,
    cell: ({ summary: { trials } }) =>
      trials.failed > 0 ? `${trials.completed} (${trials.failed} failed)` : String(trials.completed),
  },
];

function FigureTable({
  subjects,
  index,
}: {
  subjects: readonly ReportSubject[];
  index: number;
}): JSX.Element {
  return (
    <>
      <p class="tools no-print">
        <label>
          Filter by name <input type="search" data-filter />
        </label>
      </p>
      <Scrollable labelledBy={`figures-${index}`}>
        <table data-sortable>
          <thead>
            <tr>
              {COLUMNS.map(({ head }) => (
                <th scope="col" key={head}>
                  <button type="button" data-sort>
                    {head}
                  </button>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {subjects.map((subject) => (
              <tr key={subject.name}>
                {COLUMNS.map(({ head, by, cell }, place) =>
                  place === 0 ? (
                    <th scope="row" key={head} data-by={by(subject)}>
                      {cell(subject)}
                    </th>
                  ) : (
                    <td key={head} data-by={by(subject) ?? ''}>
                      {cell(subject)}
                    </td>
                  ),
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </Scrollable>
    </>
  );
}

/** What the phase chart shows, for those who do not see it. */
function PhaseTable({ subjects }: { subjects: readonly ReportSubject[] }): JSX.Element {
  return (
    <details>
      <summary>Phases as a table</summary>
      <table>
        <thead>
          <tr>
            <th scope="col">subject</th>
            <th scope="col">phase</th>
            <th scope="col">whose time</th>
            <th scope="col">median</th>
          </tr>
        </thead>
        <tbody>
          {subjects.flatMap(({ name, summary }) =>
            summary.phases.map(({ until, label, share, medianNs }) => (
              <tr key={`${name} ${until}`}>
                <th scope="row">{name}</th>
                <td>{label}</td>
                <td>{share}</td>
                <td>{formatNs(medianNs)}</td>
              </tr>
            )),
          )}
        </tbody>
      </table>
    </details>
  );
}
