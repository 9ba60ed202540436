import { existsSync } from 'node:fs';
import { type History, openHistory } from '../history/store/index.ts';
import { ColdbenchError } from '../model/errors.ts';
import { safeText } from '../report/sanitize.ts';
import type { HistoryFlags } from './history-options.ts';
import type { Io } from './io.ts';

/** Does something with the history of the flags, or of the environment, and closes it. */
export async function withHistory<T>(
  flags: HistoryFlags,
  io: Io,
  use: (history: History) => Promise<T>,
): Promise<T> {
  const folder = historyFolder(flags, io);
  const history = await openHistory(folder, {
    tell: (line) => io.stderr.write(`coldbench: ${safeText(line, 2000)}.\n`),
  });
  try {
    return await use(history);
  } finally {
    await history.close();
  }
}

/**
 * The same for a history that has to be there already.
 * @throws ColdbenchError `HISTORY_NOT_FOUND`
 */
export async function withExistingHistory<T>(
  flags: HistoryFlags,
  io: Io,
  use: (history: History) => Promise<T>,
): Promise<T> {
  const folder = historyFolder(flags, io);
  if (existsSync(folder)) return withHistory(flags, io, use);
  throw new ColdbenchError('HISTORY_NOT_FOUND', `There is no history in ${folder}.`, {
    remedy: `Name its folder with --history, or begin one: \`coldbench history add FILE --history ${folder}\`.`,
  });
}

export const historyFolder = ({ history }: HistoryFlags, { env }: Io): string =>
  history || env.COLDBENCH_HISTORY || 'history';
