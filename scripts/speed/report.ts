// `node dist/report-speed.js`: what a report costs to write and to open. Writes invented runs of ten thousand and of
// twenty thousand trials, times `coldbench report` in a process of its own, and opens the pages in a headless browser.
// Exits with 1 when one costs more than is promised.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { projectRoot } from '../../harness/project-root.ts';
import { formatBytes, formatCount, formatNs } from '../../harness/report/format.ts';
import { openBrowser } from '../../harness/testing/browser.ts';
import { writeBigSet } from './big-set.ts';

const RUNNERS = ['process', 'container', 'wasm', 'serverless'] as const;
const TRIALS_A_SUBJECT = 1000;
const OPENINGS = 5;

const CASES = [
  { subjects: 10, warmCalls: 100, promised: { writeNs: 2e9, peakBytes: 300e6 } },
  { subjects: 20, warmCalls: 100, promised: { pageBytes: 5e6, firstChartMs: 1000, loadMs: 2000 } },
];

/** Peak memory as the kernel counts it for the child, read from its own last words. */
const MEASURE = `process.on('exit', () => console.error(JSON.stringify({ peak: process.resourceUsage().maxRSS * 1024 })));`;

async function timeReport(input: string, output: string): Promise<{ writeNs: number; peakBytes: number }> {
  const program = join(projectRoot(), 'scripts/coldbench.mjs');
  const preload = `data:text/javascript,${encodeURIComponent(MEASURE)}`;
  const begun = process.hrtime.bigint();
  const child = spawn(process.execPath, ['--import', preload, program, 'report', input, '--out', output], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const [code] = await once(child, 'close');
  const writeNs = Number(process.hrtime.bigint() - begun);
  if (code !== 0) throw new Error(`coldbench report ended with ${code}: ${said}`);
  return { writeNs, peakBytes: JSON.parse(said.trim().split('\n').at(-1) ?? '{}').peak };
}

/** Milliseconds since the navigation began: until the first chart was drawn, and until the page's script was through. */
async function timeOpening(path: string): Promise<{ firstChartMs: number; loadMs: number }> {
  const browser = await openBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1000, height: 900 } });
    await page.goto(pathToFileURL(path).href);
    await page.waitForFunction("performance.getEntriesByName('first-chart').length > 0");
    const loadMs = await page.evaluate('performance.now()');
    const firstChartMs = await page.evaluate("performance.getEntriesByName('first-chart')[0].startTime");
    return { firstChartMs: Number(firstChartMs), loadMs: Number(loadMs) };
  } finally {
    await browser.close();
  }
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

const folder = mkdtempSync(join(tmpdir(), 'coldbench-report-speed-'));
try {
  for (const { subjects, warmCalls, promised } of CASES) {
    const input = join(folder, `${subjects}.ndjson`);
    const output = join(folder, `${subjects}.html`);
    await writeBigSet(input, {
      blocks: TRIALS_A_SUBJECT,
      warmCalls,
      subjects: Array.from({ length: subjects }, (_, index) => ({
        runner: RUNNERS[index % 4] ?? 'process',
        workload: `workload-${Math.floor(index / 4)}`,
      })),
    });
    const written = await timeReport(input, output);
    const openings: { firstChartMs: number; loadMs: number }[] = [];
    for (let time = 0; time < OPENINGS; time++) openings.push(await timeOpening(output));
    const figures: Record<string, number> = {
      ...written,
      pageBytes: statSync(output).size,
      firstChartMs: median(openings.map(({ firstChartMs }) => firstChartMs)),
      loadMs: median(openings.map(({ loadMs }) => loadMs)),
    };
    console.log(
      `${formatCount(subjects * TRIALS_A_SUBJECT)} trials: written in ${formatNs(written.writeNs)}, ${formatBytes(written.peakBytes)} at most; page of ${formatBytes(figures.pageBytes ?? 0)}; first chart after ${Math.round(figures.firstChartMs ?? 0)} ms, at rest after ${Math.round(figures.loadMs ?? 0)} ms`,
    );
    for (const [name, most] of Object.entries(promised)) {
      if ((figures[name] ?? Number.NaN) <= most) continue;
      console.log(`  ${name} is ${figures[name]}, more than ${most}`);
      process.exitCode = 1;
    }
  }
} finally {
  rmSync(folder, { recursive: true });
}
