import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { JSX } from 'preact';
import { renderToString } from 'preact-render-to-string';
import type { Comparison } from '../../compare/comparison.ts';
import { METRICS } from '../../model/metrics.ts';
import type { ReportRun } from '../report-data.ts';
import { mapStrings, safeText } from '../sanitize.ts';
import { listing } from '../text.ts';
import { ComparisonSection, changeChart } from './comparison-section.tsx';
import type { PageData } from './page-data.ts';
import { Missing, TrustSection } from './run-section.tsx';
import { STYLE } from './style.ts';
import { WorkloadSection } from './workload-section.tsx';

export interface Page {
  readonly runs: readonly ReportRun[];
  /** Of the first run with each other one. */
  readonly comparisons: readonly Comparison[];
  /** The page's script, as one piece of JavaScript. */
  readonly script: string;
}

const LONGEST_TEXT = 1000;

/**
 * A page that stands alone: it opens from disk, and its policy forbids it to load or send anything. Text of files is
 * escaped by the renderer; the data is text in base64, in which no sign could end the element that holds it.
 */
export function renderPage({ runs, comparisons: raw, script }: Page): string {
  const comparisons = mapStrings(raw, (text) => safeText(text, LONGEST_TEXT));
  const data: PageData = {
    workloads: runs.flatMap(({ summary, workloads }) =>
      workloads.map((one) => ({ file: summary.path, data: one })),
    ),
    units: Object.fromEntries(METRICS.map(({ name, unit }) => [name, unit])),
    changes: comparisons.map(changeChart),
  };
  const policy = [
    "default-src 'none'",
    `script-src '${hashOf(script)}'`,
    `style-src '${hashOf(STYLE)}'`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const body = renderToString(<Body runs={runs} comparisons={comparisons} />);
  return `<!doctype html>
<html lang="en" data-theme="light">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
${renderToString(<title>{titleOf(runs)}</title>)}
<style>${STYLE}</style>
</head>
<body>
${body}
<script type="text/plain" id="data">${gzipSync(JSON.stringify(data), { level: 6 }).toString('base64')}</script>
<script type="module">${script}</script>
</body>
</html>
`;
}

const hashOf = (text: string): string => `sha256-${createHash('sha256').update(text).digest('base64')}`;

function titleOf(runs: readonly ReportRun[]): string {
  const workloads = [...new Set(runs.flatMap((run) => run.workloads.map(({ workload }) => workload)))];
  return `What packaging ${listing(workloads)} costs`;
}

function Body({ runs, comparisons }: Omit<Page, 'script'>): JSX.Element {
  let place = 0;
  return (
    <>
      <header>
        <h1>{titleOf(runs)}</h1>
        <div class="tools no-print">
          {['auto', 'light', 'dark'].map((name) => (
            <button
              type="button"
              key={name}
              data-theme-choice={name}
              aria-pressed={name === 'auto' ? 'true' : 'false'}
            >
              {name}
            </button>
          ))}
          <button type="button" data-download="csv">
            Download CSV
          </button>
          <button type="button" data-download="ndjson">
            Download NDJSON
          </button>
        </div>
        <p class="faint no-print">
          Downloads hold every measured trial behind this page, a row a subject, trial and metric, in ns and
          bytes.
        </p>
        <noscript>
          <p class="warn">
            Charts, sorting and downloads need the script of this page; every figure is in its tables.
          </p>
        </noscript>
      </header>
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
