import { resolve } from 'node:path';
import { formatCounted } from '../report/format.ts';
import { formatJson } from '../report/json-summary.ts';
import { safeText } from '../report/sanitize.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { withExistingHistory } from './history-folder.ts';
import type { HistoryExportFlags } from './history-options.ts';
import type { Io } from './io.ts';

/** `coldbench history export --parquet FOLDER` */
export async function historyExport(flags: HistoryExportFlags, io: Io): Promise<ExitCode> {
  const folder = resolve(flags.parquet);
  const files = await withExistingHistory(flags, io, (history) => history.exportTrials(folder));
  io.stdout.write(
    flags.json
      ? `${formatJson({ schema: 'coldbench-history-export/1', folder, files })}\n`
      : `Wrote ${formatCounted(files.length, 'file')} into ${safeText(folder, 1000)}.\n`,
  );
  return EXIT.ok;
}
