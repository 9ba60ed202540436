import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { compareSets } from '../compare/compare.ts';
import type { Comparison } from '../compare/comparison.ts';
import { loadComparable } from '../compare/load.ts';
import { DEFAULT_THRESHOLD } from '../compare/verdict.ts';
import { ColdbenchError, UsageError } from '../model/errors.ts';
import { projectRoot } from '../project-root.ts';
import type { Chart } from '../report/charts/chart.ts';
import { CHARTS } from '../report/charts/index.ts';
import { formatBytes } from '../report/format.ts';
import { type ReportRun, type ReportWorkload, readReportRun } from '../report/report-data.ts';
import { safeText } from '../report/sanitize.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import type { Io } from './io.ts';
import type { ReportFlags } from './report-options.ts';
import { writeOutput } from './write-output.ts';

/** `coldbench report FILE…`: a page, or with `--chart` a picture. */
export async function report(paths: readonly string[], flags: ReportFlags, io: Io): Promise<ExitCode> {
  const [first] = paths;
  if (first === undefined) throw new Error('report was called without a file');
  if (flags.chart !== undefined) return picture(first, flags.chart, paths.length, flags, io);
  const out = flags.out ?? `${first.slice(0, first.length - extname(first).length)}.html`;
  const runs: ReportRun[] = [];
  for (const path of paths) runs.push(await readReportRun(path));
  const comparisons = await compareWithFirst(paths, flags);
  const { renderPage } = await import('../report/html/page.tsx');
  const script = await readFile(join(projectRoot(), 'dist/report-page.js'), 'utf8');
  return write(out, renderPage({ runs, comparisons, script }), io);
}

async function write(path: string, content: string | Uint8Array, io: Io): Promise<ExitCode> {
  await writeOutput(path, content);
  const size = formatBytes(typeof content === 'string' ? Buffer.byteLength(content) : content.length);
  io.stdout.write(`Wrote ${safeText(path, 1000)} (${size}).\n`);
  return EXIT.ok;
}

async function compareWithFirst(
  [first, ...others]: readonly string[],
  { acrossMachines = false, allowEmulated = false }: ReportFlags,
): Promise<Comparison[]> {
  if (first === undefined || others.length === 0) return [];
  const baseline = await loadComparable(first);
  const comparisons: Comparison[] = [];
  for (const path of others) {
    const options = { threshold: DEFAULT_THRESHOLD, metrics: [], acrossMachines, allowEmulated };
    comparisons.push(compareSets(baseline, await loadComparable(path), options));
  }
  return comparisons;
}

async function picture(
  path: string,
  name: string,
  files: number,
  flags: ReportFlags,
  io: Io,
): Promise<ExitCode> {
  const chart = requireChart(name);
  const out = flags.out ?? `${name}.svg`;
  const type = extname(out).toLowerCase();
  if (type !== '.svg' && type !== '.png')
    throw new UsageError('UNKNOWN_PICTURE', `A chart is written as .svg or .png, not as '${type}'.`, {
      remedy: `Name it so, as in --out ${name}.svg; or leave --chart out for a page.`,
    });
  if (files > 1)
    throw new UsageError('ONE_FILE', 'A chart is of one result set.', {
      remedy: 'Name one file with --chart.',
    });
  const mode = requireMode(chart, flags.mode);
  const workload = requireWorkload(await readReportRun(path), flags.workload);
  if (!chart.has(workload))
    throw new ColdbenchError('NOTHING_TO_DRAW', `${path} has nothing that the chart '${name}' could show.`, {
      remedy: `See \`coldbench show ${path}\` for what it holds.`,
    });
  const { renderSvg } = await import('../report/image/svg.ts');
  const svg = renderSvg(chart, workload, { theme: flags.theme ?? 'light', width: flags.width ?? 900, mode });
  if (type === '.svg') return write(out, svg, io);
  const { renderPng } = await import('../report/image/png.ts');
  return write(out, await renderPng(svg), io);
}

function requireChart(name: string): Chart {
  const found = CHARTS.find((chart) => chart.name === name);
  if (found) return found;
  throw new UsageError('UNKNOWN_CHART', `There is no chart '${name}'.`, {
    remedy: `The charts are ${CHARTS.map((chart) => chart.name).join(', ')}.`,
  });
}

function requireMode({ name, modes = [] }: Chart, asked: string | undefined): string | null {
  if (asked === undefined || modes.some((mode) => mode.name === asked)) return asked ?? null;
  throw new UsageError('UNKNOWN_MODE', `The chart '${name}' has no mode '${asked}'.`, {
    remedy:
      modes.length === 0
        ? 'It is drawn in one way alone.'
        : `Its modes are ${modes.map((mode) => mode.name).join(', ')}.`,
  });
}

function requireWorkload({ summary, workloads }: ReportRun, asked: string | undefined): ReportWorkload {
  const found = asked === undefined ? workloads[0] : workloads.find(({ workload }) => workload === asked);
  if (found) return found;
  throw new UsageError('UNKNOWN_WORKLOAD', `${summary.path} holds no workload '${asked ?? ''}'.`, {
    remedy: `It holds ${workloads.map(({ workload }) => workload).join(', ') || 'none'}.`,
  });
}
