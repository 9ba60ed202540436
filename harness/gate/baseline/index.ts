import { statSync } from 'node:fs';
import { fileBaseline } from './file.ts';
import { gitRevision } from './git-revision.ts';
import { historyBaseline } from './history.ts';
import type { BaselineSource } from './source.ts';

export type { BaselineSource, FoundBaseline } from './source.ts';

export const LAST_GOOD = 'last-good';

/**
 * What `--baseline` names: the last good run of a history, a file, or the run of a git revision in a history.
 * @throws UsageError for what is neither; errors of the reader for a file.
 */
export async function baselineSource(name: string, history: string): Promise<BaselineSource> {
  if (name === LAST_GOOD) return historyBaseline(history, null);
  // A branch may be called like a folder beside it, never like a result set.
  const isFile = statSync(name, { throwIfNoEntry: false })?.isFile() ?? false;
  if (isFile || /\.ndjson$/i.test(name)) return fileBaseline(name);
  return historyBaseline(history, await gitRevision(name));
}
