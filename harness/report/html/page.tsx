import type { JSX } from 'preact';
import type { Comparison } from '../../compare/comparison.ts';
import { METRICS } from '../../model/metrics.ts';
import type { ReportRun } from '../report-data.ts';
import { mapStrings, safeText } from '../sanitize.ts';
import { listing } from '../text.ts';
import { ComparisonSection, changeChart } from './comparison-section.tsx';
import { PageHeader, renderDocument } from './document.tsx';
import type { PageData } from './page-data.ts';
import { Missing, TrustSection } from './run-section.tsx';
import { WorkloadSection } from './workload-section.tsx';

export interface Page {
  readonly runs: readonly ReportRun[];
  /** Of the first run with each other one. */
  readonly comparisons: readonly Comparison[];
  /** The page's script, as one piece of JavaScript. */
  readonly script: string;
}

const LONGEST_TEXT = 1000;

/** The page of one run, or of several that are compared; see `renderDocument`. */
export function renderPage({ runs, comparisons: raw, script }: Page): string {
  const comparisons = mapStrings(raw, (text) => safeText(text, LONGEST_TEXT));
  const data: PageData = {
    workloads: runs.flatMap(({ summary, workloads }) =>
      workloads.map((one) => ({ file: summary.path, data: one })),
    ),
    units: Object.fromEntries(METRICS.map(({ name, unit }) => [name, unit])),
    changes: comparisons.map(changeChart),
  };
  const body = <Body runs={runs} comparisons={comparisons} />;
  return renderDocument({ title: titleOf(runs), body, data, script });
}

function titleOf(runs: readonly ReportRun[]): string {
  const workloads = [...new Set(runs.flatMap((run) => run.workloads.map(({ workload }) => workload)))];
  return `What packaging ${listing(workloads)} costs`;
}

function Body({ runs, comparisons }: Omit<Page, 'script'>): JSX.Element {
  let place = 0;
  return (
    <>
      <PageHeader title={titleOf(runs)}>
        <button type="button" data-download="csv">
          Download CSV
        </button>
        <button type="button" data-download="ndjson">
          Download NDJSON
        </button>
      </PageHeader>
      <p class="faint no-print">
        Downloads hold every measured trial behind this page, a row a subject, trial and metric, in ns and
        bytes.
      </p>
      <main>
        {comparisons.map((comparison, index) => (
          <ComparisonSection key={comparison.new.name} comparison={comparison} index={index} />
        ))}
        {runs.map((run) => (
          <article key={run.summary.path}>
            {runs.length > 1 && <h2>{run.summary.path}</h2>}
            <Missing run={run} />
            {run.workloads.map((data) => (
              <WorkloadSection key={data.workload} data={data} index={place++} />
            ))}
            <TrustSection run={run} />
          </article>
        ))}
      </main>
      <footer class="faint">
        <p>
          Cold start: from launch to the last byte of the first verified answer. Overheads are paired within
          blocks. Medians with 95 % intervals; every trial counts, outliers too.
        </p>
      </footer>
    </>
  );
}
