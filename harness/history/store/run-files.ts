import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

export interface RunFolder {
  /** Paths beneath the history's folder, with `/`, by the first 16 hex digits of the SHA-256 of their content. */
  readonly paths: ReadonlyMap<string, string>;
  /** What lies there and is not what `add` writes, and why it is left out. */
  readonly strangers: readonly { readonly path: string; readonly why: string }[];
}

const RUNS_FOLDER = 'runs';
const NAME = /^\d{8}T\d{6}Z-([0-9a-f]{16})\.ndjson$/;
/** Of a year and of a month. */
const FOLDER = /^\d+$/;
/** A folder that changed within so short a time before it was read may have changed once more and show the same time. */
const CLOCK_STEP_MS = 2000;

/** `runs/2026/11/20261126T100500Z-0123456789abcdef.ndjson`: in a folder of its month, sorted by time, unique by content. */
export function runPath(startedAt: string, key: string): string {
  const instant = new Date(startedAt).toISOString().slice(0, 19);
  const [year = '', month = ''] = instant.split('-');
  return `${RUNS_FOLDER}/${year}/${month}/${instant.replaceAll(/[-:]/g, '')}Z-${key}.ndjson`;
}

/** Lists the result sets of a history by their names alone: no file is opened. */
export class RunLister {
  readonly #history: string;
  /** What was listed last, and when each of its folders had changed by then. */
  #last: { readonly folder: RunFolder; readonly changedMs: ReadonlyMap<string, number | null> } | null = null;

  constructor(history: string) {
    this.#history = history;
  }

  /** The very object that the last call gave where nothing has changed since. Empty when there is no folder yet. */
  async list(): Promise<RunFolder> {
    if (this.#last && (await this.#isCurrent(this.#last.changedMs))) return this.#last.folder;
    const [begunMs, changedMs] = [Date.now(), new Map<string, number | null>()];
    const paths = new Map<string, string>();
    const strangers: { path: string; why: string }[] = [];
    const visit = async (folder: string): Promise<void> => {
      changedMs.set(folder, await this.#changedMs(folder));
      for (const name of await namesIn(join(this.#history, folder))) {
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
    const folder = { paths, strangers };
    const isSettled = [...changedMs.values()].every((ms) => ms !== null && ms < begunMs - CLOCK_STEP_MS);
    this.#last = isSettled ? { folder, changedMs } : null;
    return folder;
  }

  async #isCurrent(changedMs: ReadonlyMap<string, number | null>): Promise<boolean> {
    const now = await Promise.all([...changedMs.keys()].map((folder) => this.#changedMs(folder)));
    return [...changedMs.values()].every((ms, index) => ms === now[index]);
  }

  /** Null where there is no such folder. */
  #changedMs = (folder: string): Promise<number | null> =>
    stat(join(this.#history, folder)).then(
      ({ mtimeMs }) => mtimeMs,
      () => null,
    );
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
