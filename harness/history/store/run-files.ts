import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

export const RUNS_FOLDER = 'runs';

export interface RunFolder {
  /** Paths beneath the history's folder, with `/`, by the first 16 hex digits of the SHA-256 of their content. */
  readonly paths: ReadonlyMap<string, string>;
  /** What lies there and is not what `add` writes, and why it is left out. */
  readonly strangers: readonly { readonly path: string; readonly why: string }[];
}

const NAME = /^\d{8}T\d{6}Z-([0-9a-f]{16})\.ndjson$/;
/** Of a year and of a month. */
const FOLDER = /^\d+$/;

/** `runs/2026/11/20261126T100500Z-0123456789abcdef.ndjson`: in a folder of its month, sorted by time, unique by content. */
export function runPath(startedAt: string, key: string): string {
  const instant = new Date(startedAt).toISOString().slice(0, 19);
  const [year = '', month = ''] = instant.split('-');
  return `${RUNS_FOLDER}/${year}/${month}/${instant.replaceAll(/[-:]/g, '')}Z-${key}.ndjson`;
}

/** The result sets of a history, by their names alone: no file is opened. Empty when there is no such folder yet. */
export async function listRuns(history: string): Promise<RunFolder> {
  const paths = new Map<string, string>();
  const strangers: { path: string; why: string }[] = [];
  const visit = async (folder: string): Promise<void> => {
    for (const name of await namesIn(join(history, folder))) {
      const path = `${folder}/${name}`;
      const key = NAME.exec(name)?.[1];
      const known = key === undefined ? undefined : paths.get(key);
      if (known !== undefined) strangers.push({ path, why: `its name says that it is ${known} again` });
      else if (key !== undefined) paths.set(key, path);
      else if (FOLDER.test(name)) await visit(path);
      else if (!name.startsWith('.')) strangers.push({ path, why: STRANGE });
    }
  };
  await visit(RUNS_FOLDER);
  return { paths, strangers };
}

const STRANGE = 'it was not put there by `coldbench history add`';

async function namesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).sort();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // A file that is named like a folder of a month is none of ours either.
    if (code === 'ENOENT' || code === 'ENOTDIR') return [];
    throw error;
  }
}
