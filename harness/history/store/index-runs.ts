import { join } from 'node:path';
import { openChunks } from '../../model/codec-open.ts';
import { describeProblem } from '../../model/codec-problems.ts';
import { ColdbenchError } from '../../model/errors.ts';
import type { IndexFolder } from './index-files.ts';
import { readRun } from './read-run.ts';
import type { RunEntry } from './run-entry.ts';

/** Result sets that cannot be indexed, and why, by path. */
export type Unusable = ReadonlyMap<string, string>;

/** Writes the rows of these result sets into the index, each as a pending file; `paths` are by key. */
export async function indexRuns(
  history: string,
  index: IndexFolder,
  paths: ReadonlyMap<string, string>,
): Promise<Unusable> {
  const unusable = new Map<string, string>();
  for (const [key, path] of paths) {
    const entry = await entryOf(history, path, key);
    if (typeof entry === 'string') unusable.set(path, entry);
    else await index.addPending(entry);
  }
  return unusable;
}

/** The rows of a file, or why it has none. */
async function entryOf(history: string, path: string, key: string): Promise<RunEntry | string> {
  try {
    const { report, fault, entry } = await readRun(path, openChunks(join(history, path)));
    if (fault) return fault.message;
    if (entry && entry.key !== key) return 'its content is not what its name says';
    const [problem] = report.problems;
    if (problem) return describeProblem(problem);
    return entry ?? 'it has no manifest';
  } catch (error) {
    if (error instanceof ColdbenchError) return error.message;
    throw error;
  }
}
