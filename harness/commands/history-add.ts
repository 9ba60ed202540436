import type { Added, History } from '../history/store/index.ts';
import { ColdbenchError } from '../model/errors.ts';
import { formatJson } from '../report/json-summary.ts';
import { safeText } from '../report/sanitize.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { withHistory } from './history-folder.ts';
import type { HistoryAddFlags } from './history-options.ts';
import type { Io } from './io.ts';

type Outcome =
  | ({ readonly file: string; readonly status: 'added' | 'known' } & Omit<Added, 'isNew'>)
  | {
      readonly file: string;
      readonly status: 'refused';
      readonly code: string;
      readonly message: string;
      readonly remedy: string | null;
    };

/** `coldbench history add FILE…`: exits with 1 if one of them was refused. */
export async function historyAdd(
  files: readonly string[],
  flags: HistoryAddFlags,
  io: Io,
): Promise<ExitCode> {
  const outcomes: Outcome[] = [];
  await withHistory(flags, io, async (history) => {
    for (const file of files) {
      const outcome = await addOne(history, file, flags);
      outcomes.push(outcome);
      if (!flags.json) say(outcome, io);
    }
  });
  if (flags.json) io.stdout.write(`${formatJson({ schema: 'coldbench-history-add/1', files: outcomes })}\n`);
  return outcomes.some(({ status }) => status === 'refused') ? EXIT.failed : EXIT.ok;
}

async function addOne(history: History, file: string, flags: HistoryAddFlags): Promise<Outcome> {
  try {
    const { isNew, ...added } = await history.add(file, {
      allowIncomplete: flags.allowIncomplete ?? false,
    });
    return { file, status: isNew ? 'added' : 'known', ...added };
  } catch (error) {
    if (!(error instanceof ColdbenchError)) throw error;
    const { code, message, remedy } = error;
    return { file, status: 'refused', code, message, remedy };
  }
}

function say(outcome: Outcome, io: Io): void {
  const file = safeText(outcome.file, 1000);
  if (outcome.status === 'refused') {
    io.stderr.write(`refused  ${safeText(outcome.message, 2000)}\n`);
    if (outcome.remedy) io.stderr.write(`         ${safeText(outcome.remedy, 1000)}\n`);
    return;
  }
  const what = outcome.status === 'added' ? 'added    ' : 'known    ';
  io.stdout.write(`${what}${file}  ${outcome.status === 'added' ? 'as' : 'is'} ${outcome.path}\n`);
  for (const note of outcome.notes) io.stdout.write(`         ${safeText(note, 500)}\n`);
}
