import { type FileHandle, mkdir, open, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { storeError } from './store-errors.ts';

export interface LineFileOptions {
  /**
   * `eachLine` (the default): what was measured once is on the disk before the next trial starts. `atEnd`: for what can
   * be made again, some hundred times faster.
   */
  readonly sync?: 'eachLine' | 'atEnd';
}

/**
 * A new file for a result set, which holds nothing yet.
 * @throws ColdbenchError `RESULT_EXISTS`, `RESULT_NOT_WRITABLE` or `DISK_FULL`.
 */
export async function createLineFile(
  path: string,
  { sync = 'eachLine' }: LineFileOptions = {},
): Promise<LineFile> {
  try {
    await createFolder(dirname(path));
    const handle = await open(path, 'wx');
    await syncFolder(dirname(path));
    return new LineFile(path, handle, sync);
  } catch (cause) {
    throw storeError(path, cause);
  }
}

/** A file to which whole lines are added; after a line that failed it ends where it ended before. */
export class LineFile {
  readonly path: string;
  readonly #handle: FileHandle;
  readonly #sync: 'eachLine' | 'atEnd';
  #size = 0;
  /** Set when the end of the file is no longer known to be the end of a line. */
  #broken: Error | null = null;

  constructor(path: string, handle: FileHandle, sync: 'eachLine' | 'atEnd' = 'eachLine') {
    this.path = path;
    this.#handle = handle;
    this.#sync = sync;
  }

  /**
   * Resolves when the line and its line ending are on the disk, or written if that is to be done at the end.
   * @throws ColdbenchError `DISK_FULL` or `RESULT_NOT_WRITABLE`; the file holds what it held before.
   */
  async append(line: string): Promise<void> {
    if (this.#broken) throw this.#broken;
    const bytes = Buffer.from(`${line}\n`);
    try {
      await this.#write(bytes);
      if (this.#sync === 'eachLine') await this.#handle.datasync();
    } catch (cause) {
      throw await this.#undo(cause);
    }
    this.#size += bytes.length;
  }

  /** A file in which nothing was written says nothing, and would stand in the way of the next try. */
  async close(): Promise<void> {
    try {
      if (this.#sync === 'atEnd') await this.#handle.datasync();
    } catch (cause) {
      throw storeError(this.path, cause);
    } finally {
      await this.#handle.close();
    }
    if (this.#size === 0) await rm(this.path, { force: true });
  }

  async #write(bytes: Buffer): Promise<void> {
    for (let done = 0; done < bytes.length; ) {
      const { bytesWritten } = await this.#handle.write(bytes, done, bytes.length - done, this.#size + done);
      done += bytesWritten;
    }
  }

  async #undo(cause: unknown): Promise<Error> {
    const error = storeError(this.path, cause);
    try {
      await this.#handle.truncate(this.#size);
      await this.#handle.datasync();
    } catch {
      // A part of the line may stay; readers pass over it, but nothing may follow it.
      this.#broken = error;
    }
    return error;
  }
}

/** Node's own recursive mkdir hides why it failed: it says ENOENT where a disk is full or read-only. */
async function createFolder(folder: string, parentExists = folder === dirname(folder)): Promise<void> {
  try {
    await mkdir(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' && !parentExists) {
      await createFolder(dirname(folder));
      await createFolder(folder, true);
    } else if (!(await stat(folder).catch(() => null))?.isDirectory()) throw error;
  }
}

/** Without it a power failure may leave the data on the disk and no name that leads to it. */
export async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r');
    await handle.sync().finally(() => handle.close());
  } catch {
    // Not every system lets a folder be synced (Windows, network file systems); the file itself can be written.
  }
}
