import { type ChosenSeries, chooseSeries } from '../history/choose-series.ts';
import { PHASE_METRICS } from '../history/moved-phases.ts';
import { pointNotes } from '../history/point-notes.ts';
import type { Series } from '../history/series.ts';
import { changesOf } from '../history/terminal/change-lines.ts';
import { formatSeries } from '../history/terminal/series-table.ts';
import { formatJson } from '../report/json-summary.ts';
import { terminalOptions } from '../report/terminal-options.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { withExistingHistory } from './history-folder.ts';
import type { HistoryShowFlags } from './history-options.ts';
import type { Io } from './io.ts';
import { requireMetric } from './metric-name.ts';

const DEFAULT_LIMIT = 30;

/** `coldbench history show`: one series, a segment for each machine class. */
export async function historyShow(flags: HistoryShowFlags, io: Io): Promise<ExitCode> {
  const metric = requireMetric(flags.metric ?? 'coldStart');
  const { workload, runner, variant, work, machine, since: sinceMs, until: untilMs } = flags;
  const filter = { workload, runner, variant, work, machine, sinceMs, untilMs, metric: metric.name };
  const { chosen, phases, notes } = await withExistingHistory(flags, io, async (history) => {
    const found = chooseSeries(await history.series(filter), filter);
    return {
      chosen: found,
      // A change says in which phases it sits; without one they need not be read.
      phases: hasChanges(found, metric.name)
        ? await history.series({ ...filter, metric: undefined, metrics: PHASE_METRICS })
        : [],
      notes: pointNotes(await history.runs({ noteworthy: true, machine, sinceMs, untilMs })),
    };
  });
  io.stdout.write(
    flags.json
      ? `${formatJson(toJson(chosen, phases, notes, flags.limit))}\n`
      : formatSeries(
          { metric, phases, notes, limit: flags.limit ?? DEFAULT_LIMIT, ...chosen },
          terminalOptions(io.stdout, io.env),
        ),
  );
  return EXIT.ok;
}

const hasChanges = ({ segments }: ChosenSeries, metric: string): boolean =>
  metric === 'coldStart' && segments.some((series) => changesOf(series).length > 0);

function toJson(
  { key, segments, otherWork }: ChosenSeries,
  phases: readonly Series[],
  notes: ReadonlyMap<string, readonly string[]>,
  limit: number | undefined,
) {
  const [first] = segments;
  return {
    schema: 'coldbench-history-series/1',
    key,
    unit: first?.unit ?? null,
    otherWork,
    segments: segments.map((series) => ({
      series: series.id,
      machine: series.machine,
      changes: changesOf(series, phases),
      points: series.points
        .slice(limit === undefined ? 0 : -limit)
        .map((point) => ({ ...point, notes: notes.get(point.run) ?? [] })),
    })),
  };
}
