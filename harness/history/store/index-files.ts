import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { INDEX_FORMAT, type RunEntry } from './run-entry.ts';

/**
 * The files of the index. A pending file holds the rows of one run as a line of JSON; a segment is a folder that holds
 * those of many as Parquet. Each has a digest of its content in its name, is made under another name and then renamed,
 * and is never changed: what is there is whole, or its digest tells. Nothing is removed before its rows are in another
 * file, so that a process may die at any moment; rows that are in two files are read from one.
 */
export interface Source {
  readonly kind: 'pending' | 'segment';
  /** Name of the file or folder. */
  readonly name: string;
  readonly path: string;
}

const CHECK_DIGITS = 16;
/** Nothing takes so long to make. */
const ABANDONED_MS = 24 * 3_600_000;
const SEGMENT_FILES = ['runs.parquet', 'figures.parquet'] as const;

const checkOf = (...contents: readonly (string | Uint8Array)[]): string => {
  const hash = createHash('sha256');
  for (const content of contents) hash.update(createHash('sha256').update(content).digest());
  return hash.digest('hex').slice(0, CHECK_DIGITS);
};

export class IndexFolder {
  /** `index`: everything beneath it can be removed at any time. */
  readonly root: string;
  readonly #pending: string;
  readonly #segments: string;
  /** Sources whose content was compared with their name. */
  readonly #verified = new Set<string>();

  constructor(root: string) {
    this.root = root;
    this.#pending = join(root, `v${INDEX_FORMAT}`, 'pending');
    this.#segments = join(root, `v${INDEX_FORMAT}`, 'segments');
  }

  get lockPath(): string {
    return join(this.root, `v${INDEX_FORMAT}`, 'lock');
  }

  /** For files that are being made; on the same file system, so that renaming them is atomic. */
  get unfinished(): string {
    return join(this.root, 'unfinished');
  }

  /** Creates the folders, and tells git to leave them alone. */
  async create(): Promise<void> {
    for (const folder of [this.#pending, this.#segments, this.unfinished])
      await mkdir(folder, { recursive: true });
    await writeFile(join(this.root, '.gitignore'), '*\n', { flag: 'wx' }).catch(unlessExists);
  }

  /** Removes what a killed process left half made, and the index of an older coldbench. Returns what there was of the latter. */
  async sweep(): Promise<string[]> {
    for (const name of await readdir(this.unfinished).catch(noNames)) {
      const path = join(this.unfinished, name);
      const changedMs = await stat(path).then(
        ({ mtimeMs }) => mtimeMs,
        () => Date.now(),
      );
      if (Date.now() - changedMs > ABANDONED_MS) await rm(path, { recursive: true, force: true });
    }
    const names = await readdir(this.root).catch(noNames);
    const old = names.filter((name) => Number(name.match(/^v(\d+)$/)?.[1] ?? INDEX_FORMAT) < INDEX_FORMAT);
    for (const name of old) await rm(join(this.root, name), { recursive: true, force: true });
    return old;
  }

  newPath = (): string => join(this.unfinished, randomUUID());

  async addPending(entry: RunEntry): Promise<void> {
    const content = `${JSON.stringify(entry)}\n`;
    const unfinished = this.newPath();
    await writeFile(unfinished, content);
    await rename(unfinished, join(this.#pending, `${entry.key}-${checkOf(content)}.json`));
  }

  /** `folder` holds the two Parquet files of a new segment; afterwards it is gone. Returns the segment's name. */
  async addSegment(folder: string): Promise<string> {
    const name = checkOf(...(await segmentContents(folder)));
    await rename(folder, join(this.#segments, name)).catch(async (error: NodeJS.ErrnoException) => {
      // The very same segment is there already.
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
      await rm(folder, { recursive: true });
    });
    return name;
  }

  /** Takes a source out of sight at once, however many files it has. */
  async remove({ path }: Source): Promise<void> {
    const unfinished = this.newPath();
    await rename(path, unfinished).catch(unlessGone);
    await rm(unfinished, { recursive: true, force: true });
  }

  /** Sources that are whole, and those that are not. One that disappears meanwhile is neither. */
  async list(): Promise<{ readonly whole: Source[]; readonly damaged: Source[] }> {
    const whole: Source[] = [];
    const damaged: Source[] = [];
    for (const source of [...(await this.#named('segment')), ...(await this.#named('pending'))]) {
      const isWhole = this.#verified.has(source.path) || (await isWholeOrGone(source));
      if (isWhole === null) continue;
      if (isWhole) this.#verified.add(source.path);
      (isWhole ? whole : damaged).push(source);
    }
    return { whole, damaged };
  }

  async #named(kind: Source['kind']): Promise<Source[]> {
    const folder = kind === 'pending' ? this.#pending : this.#segments;
    const names = await readdir(folder).catch(noNames);
    return names.sort().map((name) => ({ kind, name, path: join(folder, name) }));
  }
}

const segmentContents = (folder: string): Promise<Buffer[]> =>
  Promise.all(SEGMENT_FILES.map((name) => readFile(join(folder, name))));

/** Null when it is gone: another process has merged it into a new one. */
async function isWholeOrGone({ kind, name, path }: Source): Promise<boolean | null> {
  try {
    if (kind === 'segment') return name === checkOf(...(await segmentContents(path)));
    return name.endsWith(`-${checkOf(await readFile(path))}.json`);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return existsSync(path) ? false : null;
    if (code === 'EISDIR' || code === 'ENOTDIR') return false;
    throw error;
  }
}

const noNames = (error: NodeJS.ErrnoException): string[] => {
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return [];
  throw error;
};

const unlessExists = (error: NodeJS.ErrnoException): void => {
  if (error.code !== 'EEXIST') throw error;
};

const unlessGone = (error: NodeJS.ErrnoException): void => {
  if (error.code !== 'ENOENT') throw error;
};
