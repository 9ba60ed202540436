import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readAccepted } from '../gate/accepted/file.ts';
import type { AcceptedChange } from '../gate/accepted/schema.ts';
import { isAbout, isExpired } from '../gate/accepted/tolerance.ts';
import { findChanges } from '../history/changes.ts';
import { PHASE_METRICS } from '../history/moved-phases.ts';
import { type AcceptedReason, trendsOf } from '../history/report/trends.ts';
import type { Series } from '../history/series.ts';
import type { History, SeriesFilter } from '../history/store/index.ts';
import { ColdbenchError } from '../model/errors.ts';
import { METRICS } from '../model/metrics.ts';
import { projectRoot } from '../project-root.ts';
import { formatBytes } from '../report/format.ts';
import { safeText } from '../report/sanitize.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { withExistingHistory } from './history-folder.ts';
import type { HistoryReportFlags } from './history-options.ts';
import type { Io } from './io.ts';
import { requireMetric } from './metric-name.ts';
import { writeOutput } from './write-output.ts';

const WEEK_MS = 7 * 86_400_000;

/** Not drawn unless asked for: a phase says where a change sits, and is named beside it. */
const DRAWN = METRICS.filter(({ role }) => role === 'primary').map(({ name }) => name);

/** `coldbench history report`: how every figure goes, as one HTML page, and what changed lately. */
export async function historyReport(flags: HistoryReportFlags, io: Io): Promise<ExitCode> {
  const metrics = flags.metric === undefined ? DRAWN : [requireMetric(flags.metric).name];
  const { workload, runner, machine, since: sinceMs, until: untilMs } = flags;
  const filter = { workload, runner, machine, sinceMs, untilMs };
  const accepted = await acceptedReasons(flags.accepted);
  const trends = await withExistingHistory(flags, io, async (history) => {
    const series = await history.series({ ...filter, metrics });
    const noteworthy = await history.runs({ noteworthy: true, machine, sinceMs, untilMs });
    return trendsOf(series, noteworthy, { accepted, phases: await phasesOfChanged(history, series, filter) });
  });
  if (trends.trends.length === 0) throw nothingToShow();
  const newestMs = Math.max(...trends.runs.map(({ startedAt }) => Date.parse(startedAt)));
  const { renderTrends } = await import('../history/report/page.tsx');
  const script = await readFile(join(projectRoot(), 'dist/trends-page.js'), 'utf8');
  const html = renderTrends({ trends, sinceMs: flags.changedSince ?? newestMs - WEEK_MS, script });
  const out = flags.out ?? 'trends.html';
  await writeOutput(out, html);
  io.stdout.write(`Wrote ${safeText(out, 1000)} (${formatBytes(Buffer.byteLength(html))}).\n`);
  return EXIT.ok;
}

/** Changed cold starts say in which phases they changed; of many, the page would say too much. */
const MOST_EXPLAINED = 12;

async function phasesOfChanged(
  history: History,
  series: readonly Series[],
  filter: SeriesFilter,
): Promise<Series[]> {
  const changed = series.filter((one) => one.key.metric === 'coldStart' && findChanges(one).length > 0);
  const phases: Series[] = [];
  for (const { key } of changed.slice(0, MOST_EXPLAINED)) {
    const { workload, runner, variant, condition } = key;
    phases.push(
      ...(await history.series({ ...filter, workload, runner, variant, condition, metrics: PHASE_METRICS })),
    );
  }
  return phases;
}

const nothingToShow = (): ColdbenchError =>
  new ColdbenchError('NO_SERIES', 'No run has such figures.', {
    remedy: '`coldbench history list` shows what there is; each filter must hold.',
  });

/** Changes that people accepted in a gate are marked so, until their day is over. */
async function acceptedReasons(path: string | undefined): Promise<AcceptedReason> {
  const entries = path === undefined ? [] : await requireAccepted(path);
  const today = new Date().toISOString().slice(0, 10);
  const active = entries.filter((entry) => !isExpired(entry, today));
  return ({ key }, { direction, ratio }) => {
    const subject = { ...key, subject: '', runner: key.runner as AcceptedChange['runner'] };
    const entry = active.find(
      (one) =>
        isAbout(one, subject, key.metric) &&
        one.direction === direction &&
        (direction === 'slower' ? ratio <= one.upToRatio : ratio >= one.upToRatio),
    );
    return entry ? `${entry.reason} (${entry.by}, until ${entry.expires})` : null;
  };
}

async function requireAccepted(path: string): Promise<readonly AcceptedChange[]> {
  const entries = await readAccepted(path);
  if (entries) return entries;
  throw new ColdbenchError('ACCEPTED_NOT_FOUND', `There is no file ${path}.`, {
    remedy: 'Name the list that `coldbench gate --accept` wrote, or leave --accepted out.',
  });
}
