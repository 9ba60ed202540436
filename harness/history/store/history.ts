import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { ColdbenchError, messageOf } from '../../model/errors.ts';
import { storeError } from '../../model/store-errors.ts';
import type { Series } from '../series.ts';
import { Duck, isDiskFault } from './duck.ts';
import type { Added, AddOptions, History, HistoryRun, RunFilter, SeriesFilter } from './history-types.ts';
import { countRuns, queryRuns } from './query-runs.ts';
import { querySeries } from './query-series.ts';
import { Refresher } from './refresh.ts';
import type { Tell } from './telling.ts';

export interface HistoryOptions {
  /** Takes what happened to the index, a sentence each; they go to stderr unless told otherwise. */
  readonly tell?: Tell;
}

/**
 * A history; the folder need not exist yet. What reads result sets is loaded when one is to be read: a list needs none. Nothing is read before something is asked for, and each question sees the
 * folder as it is then.
 */
export async function openHistory(folder: string, options: HistoryOptions = {}): Promise<History> {
  return new FolderHistory(resolve(folder), options.tell ?? tellOnStderr);
}

const tellOnStderr: Tell = (line) => process.stderr.write(`coldbench: ${line}\n`);

/** Another process may merge the files that a query reads; it then is asked again. */
const ATTEMPTS = 5;

class FolderHistory implements History {
  readonly folder: string;
  readonly #refresher: Refresher;
  #duck: Promise<Duck> | undefined;
  #last: Promise<unknown> = Promise.resolve();

  constructor(folder: string, tell: Tell) {
    this.folder = folder;
    this.#refresher = new Refresher(folder, tell);
  }

  async add(path: string, options: AddOptions = {}): Promise<Added> {
    try {
      await this.#refresher.index.create();
      const { addRun } = await import('./add-run.ts');
      return await addRun(this.folder, this.#refresher.index, path, options);
    } catch (error) {
      throw error instanceof ColdbenchError ? error : notWritable(this.folder, error);
    }
  }

  runs(filter: RunFilter = {}): Promise<HistoryRun[]> {
    return this.#ask((duck) => queryRuns(duck, this.#refresher.paths, filter));
  }

  series(filter: SeriesFilter = {}): Promise<Series[]> {
    return this.#ask((duck) => querySeries(duck, filter));
  }

  count(filter: RunFilter = {}): Promise<number> {
    return this.#ask((duck) => countRuns(duck, filter));
  }

  async remove(runs: readonly HistoryRun[]): Promise<void> {
    for (const { path } of runs) await rm(join(this.folder, path), { force: true });
  }

  exportTrials(folder: string): Promise<string[]> {
    return this.#ask(async (duck) => {
      const { exportTrials } = await import('./export-trials.ts');
      const runs = await queryRuns(duck, this.#refresher.paths, {});
      return exportTrials(duck, this.folder, runs.reverse(), folder);
    });
  }

  async close(): Promise<void> {
    await this.#last.catch(() => null);
    await this.#refresher.close();
    if (this.#duck) (await this.#duck).close();
  }

  /** One after the other: they share the tables. */
  #ask<T>(question: (duck: Duck) => Promise<T>): Promise<T> {
    const answer = this.#last.then(
      () => this.#attempt(question),
      () => this.#attempt(question),
    );
    this.#last = answer;
    return answer;
  }

  async #attempt<T>(question: (duck: Duck) => Promise<T>): Promise<T> {
    this.#duck ??= Duck.open();
    const duck = await this.#duck;
    for (let attempt = 1; ; attempt++) {
      try {
        await this.#refresher.refresh(duck);
        return await question(duck);
      } catch (error) {
        if (error instanceof ColdbenchError || !isDiskFault(error)) throw error;
        if (attempt === ATTEMPTS || !this.#refresher.sourcesWereMoved()) throw unreadable(this.folder, error);
      }
    }
  }
}

function notWritable(folder: string, cause: unknown): ColdbenchError {
  const { code, message } = storeError(`The history in ${folder}`, cause);
  return new ColdbenchError(code === 'DISK_FULL' ? code : 'HISTORY_NOT_WRITABLE', message, {
    cause,
    remedy: 'Make room or ask for the right to write there, or name another folder with --history.',
  });
}

const unreadable = (folder: string, cause: unknown): ColdbenchError =>
  new ColdbenchError('HISTORY_NOT_READABLE', `The history in ${folder} cannot be read: ${messageOf(cause)}`, {
    cause,
    remedy: `Remove ${join(folder, 'index')}, which is rebuilt from the result sets, and try again.`,
  });
