import type { HistoryRun } from '../history/store/index.ts';
import { prunable } from '../history/store/prune.ts';
import { UsageError } from '../model/errors.ts';
import { formatCount, formatCounted } from '../report/format.ts';
import { formatJson } from '../report/json-summary.ts';
import { safeText } from '../report/sanitize.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { withExistingHistory } from './history-folder.ts';
import type { HistoryPruneFlags } from './history-options.ts';
import type { Io } from './io.ts';

/** `coldbench history prune`: names what it deletes, and with `--dry-run` only that. */
export async function historyPrune(flags: HistoryPruneFlags, io: Io): Promise<ExitCode> {
  const { keepDays = null, keepLast = null, dryRun = false } = flags;
  if (keepDays === null && keepLast === null)
    throw new UsageError('NO_RULE', 'Nothing says which runs are to be kept.', {
      remedy: 'Give --keep-days, --keep-last, or both: a run stays if either keeps it.',
    });
  await withExistingHistory(flags, io, async (history) => {
    const runs = await history.runs();
    const removed = prunable(runs, { keepDays, keepLast, nowMs: Date.now() });
    if (!flags.json) for (const run of removed) io.stdout.write(line(run, dryRun));
    if (!dryRun) await history.remove(removed);
    const kept = runs.length - removed.length;
    io.stdout.write(flags.json ? json(removed, kept, dryRun) : summary(removed, kept, dryRun));
  });
  return EXIT.ok;
}

const line = ({ path, commit, machine }: HistoryRun, dryRun: boolean): string =>
  `${dryRun ? 'would delete' : 'deleting'}  ${path}  ${safeText(commit ?? 'no commit', 50)}  ${safeText(machine.name)}\n`;

const summary = (removed: readonly HistoryRun[], kept: number, dryRun: boolean): string =>
  `${formatCounted(removed.length, 'run')} ${dryRun ? 'would be deleted' : 'deleted'}, ${formatCount(kept)} kept.\n`;

const json = (removed: readonly HistoryRun[], kept: number, dryRun: boolean): string =>
  `${formatJson({ schema: 'coldbench-history-prune/1', dryRun, kept, deleted: removed })}\n`;
