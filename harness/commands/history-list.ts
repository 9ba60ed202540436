import type { Series } from '../history/series.ts';
import type { HistoryRun } from '../history/store/index.ts';
import { formatRunList } from '../history/terminal/run-list.ts';
import { formatJson } from '../report/json-summary.ts';
import { terminalOptions } from '../report/terminal-options.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { withExistingHistory } from './history-folder.ts';
import type { HistoryListFlags } from './history-options.ts';
import type { Io } from './io.ts';
import { requireMetric } from './metric-name.ts';

const DEFAULT_LIMIT = 20;

/** `coldbench history list`: runs newest first, with the medians of one metric. */
export async function historyList(flags: HistoryListFlags, io: Io): Promise<ExitCode> {
  const metric = requireMetric(flags.metric ?? 'coldStart');
  const { workload, runner, machine, since: sinceMs, until: untilMs } = flags;
  const filter = { workload, runner, machine, sinceMs, untilMs };
  const view = await withExistingHistory(flags, io, async (history) => {
    const runs = await history.runs({ ...filter, limit: flags.limit ?? DEFAULT_LIMIT });
    const shown = { ...filter, ...spanOf(runs), metric: metric.name };
    const series = runs.length === 0 ? [] : await history.series(shown);
    return { folder: history.folder, metric, runs, series, count: await history.count(filter) };
  });
  io.stdout.write(
    flags.json
      ? `${formatJson({ schema: 'coldbench-history-list/1', metric: metric.name, unit: metric.unit, count: view.count, runs: view.runs.map((run) => ({ ...run, figures: figuresOf(run, view.series) })) })}\n`
      : formatRunList(view, terminalOptions(io.stdout, io.env)),
  );
  return EXIT.ok;
}

function spanOf(runs: readonly HistoryRun[]): { sinceMs: number; untilMs: number } {
  const times = runs.map(({ startedAt }) => Date.parse(startedAt));
  return { sinceMs: Math.min(...times), untilMs: Math.max(...times) };
}

const figuresOf = ({ run }: HistoryRun, series: readonly Series[]) =>
  series.flatMap(({ id, key: { workload, work, runner, variant }, points }) =>
    points
      .filter((point) => point.run === run)
      .map(({ value, interval, n }) => ({ series: id, workload, work, runner, variant, value, interval, n })),
  );
