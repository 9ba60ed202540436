import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { readResultSet } from '../../model/codec.ts';
import { ColdbenchError, messageOf } from '../../model/errors.ts';
import type { Manifest } from '../../model/schema.ts';

export interface HistoryManifest {
  readonly path: string;
  readonly manifest: Manifest;
}

/** What is in the `runs` folder of a history, newest first, from the first line of each file alone. */
export async function readManifests(
  history: string,
): Promise<{ runs: HistoryManifest[]; unreadable: string[] }> {
  const runs: HistoryManifest[] = [];
  const unreadable: string[] = [];
  for (const path of await resultSets(join(history, 'runs'))) {
    try {
      runs.push({ path, manifest: await manifestOf(path) });
    } catch (error) {
      if (!(error instanceof ColdbenchError)) throw error;
      unreadable.push(`Left out of the history: ${messageOf(error)}`);
    }
  }
  const byTime = (a: HistoryManifest, b: HistoryManifest): number =>
    Date.parse(b.manifest.startedAt) - Date.parse(a.manifest.startedAt);
  return { runs: runs.sort(byTime), unreadable };
}

async function resultSets(folder: string): Promise<string[]> {
  try {
    const names = await readdir(folder, { recursive: true });
    return names
      .filter((name) => name.endsWith('.ndjson'))
      .sort()
      .map((name) => join(folder, name));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return [];
    throw error;
  }
}

async function manifestOf(path: string): Promise<Manifest> {
  for await (const { record } of readResultSet(path)) {
    if (record.kind === 'manifest') return record;
  }
  throw new Error(`${path} was read without a manifest`);
}
