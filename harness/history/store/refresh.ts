import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { messageOf } from '../../model/errors.ts';
import { formatCounted } from '../../report/format.ts';
import { safeText } from '../../report/sanitize.ts';
import { type Duck, isDiskFault } from './duck.ts';
import { IndexFolder, type Source } from './index-files.ts';
import { mergeSources } from './merge.ts';
import { type RunFolder, RunLister } from './run-files.ts';
import { compareWithFolder, type Difference, loadSources, settleRuns } from './tables.ts';
import { isOrAre, type Tell, TellOnce } from './telling.ts';

/** Then they are merged, so that an index of many runs does not begin with as many small files. */
const RUNS_AT_A_TIME = 512;

/** Keeps the tables equal to the folder: names are compared, and only what is new is read. */
export class Refresher {
  readonly index: IndexFolder;
  readonly #folder: string;
  readonly #once: TellOnce;
  /** Keys of files that cannot be indexed. */
  readonly #unusable = new Set<string>();
  readonly #lister: RunLister;
  #listed: RunFolder = { paths: new Map(), strangers: [] };
  #spare: IndexFolder | null = null;
  #sources: readonly Source[] = [];
  /** What the tables were made of; null when they have to be made. */
  #settled: { readonly listed: RunFolder; readonly sources: string } | null = null;
  #swept = false;

  constructor(folder: string, tell: Tell) {
    this.index = new IndexFolder(join(folder, 'index'));
    this.#folder = folder;
    this.#lister = new RunLister(folder);
    this.#once = new TellOnce(tell);
  }

  /** Of the folder as it was last seen, by key. */
  get paths(): ReadonlyMap<string, string> {
    return this.#listed.paths;
  }

  async refresh(duck: Duck): Promise<void> {
    await this.#sweep();
    let more = true;
    while (more) more = await this.#step(duck);
  }

  /** Whether a file that the tables refer to is gone; they then are made anew. */
  sourcesWereMoved(): boolean {
    const moved = this.#sources.some(({ path }) => !existsSync(path));
    if (moved) this.#settled = null;
    return moved;
  }

  async close(): Promise<void> {
    if (this.#spare) await rm(this.#spare.root, { recursive: true, force: true });
  }

  /** Whether another step is needed: something was indexed or merged, and the sources are others now. */
  async #step(duck: Duck): Promise<boolean> {
    await this.#list();
    const sources = await this.#listSources();
    const state = { listed: this.#listed, sources: [...sources.keys()].join(' ') };
    if (state.listed === this.#settled?.listed && state.sources === this.#settled.sources) return false;
    this.#settled = null;
    this.#sources = [...sources.values()];
    await loadSources(duck, this.#sources);
    const difference = await compareWithFolder(duck, this.paths.keys());
    await settleRuns(duck);
    this.#tellRemoved(difference);
    if ((await this.#merge(duck)) || (await this.#indexMissing(difference))) return true;
    this.#settled = state;
    return false;
  }

  async #sweep(): Promise<void> {
    if (this.#swept) return;
    this.#swept = true;
    try {
      for (const name of await this.index.sweep())
        this.#once.say(`the index was made by another version (${name}) and is made anew`);
    } catch (error) {
      this.#once.say(`what is left over in ${this.index.root} cannot be removed: ${messageOf(error)}`);
    }
  }

  async #list(): Promise<void> {
    this.#listed = await this.#lister.list();
    for (const { path, why } of this.#listed.strangers)
      this.#once.say(`${safeText(path, 500)} is left out: ${why}`);
  }

  /** By name. */
  async #listSources(): Promise<Map<string, Source>> {
    const byName = new Map<string, Source>();
    for (const index of [this.index, ...(this.#spare ? [this.#spare] : [])]) {
      const { whole, damaged } = await index.list();
      for (const source of damaged) await this.#drop(index, source);
      for (const source of whole) if (!byName.has(source.name)) byName.set(source.name, source);
    }
    return byName;
  }

  async #drop(index: IndexFolder, source: Source): Promise<void> {
    this.#once.say(`a part of the index was damaged (${safeText(source.name)}) and is made anew`);
    await index.remove(source).catch((error: unknown) => {
      this.#once.say(`${source.path} cannot be removed: ${messageOf(error)}`);
    });
  }

  /** Whether there were any. */
  async #indexMissing({ missing }: Difference): Promise<boolean> {
    const keys = missing.filter((key) => !this.#unusable.has(key));
    if (keys.length === 0) return false;
    const what = `${formatCounted(keys.length, 'run')} of ${this.#folder} ${isOrAre(keys.length)} not in the index yet`;
    this.#once.say(`${what}: reading`, 'reading');
    const some = new Map(keys.slice(0, RUNS_AT_A_TIME).map((key) => [key, this.paths.get(key) ?? '']));
    const { indexRuns } = await import('./index-runs.ts');
    const unusable = await indexRuns(this.#folder, await this.#writableIndex(), some);
    for (const [key, path] of some) if (unusable.has(path)) this.#unusable.add(key);
    for (const [path, why] of unusable) this.#once.say(`${path} is left out: ${safeText(why, 500)}`);
    return true;
  }

  #tellRemoved({ removed: { length } }: Difference): void {
    if (length === 0) return;
    const what = `${formatCounted(length, 'run')} of the index ${isOrAre(length)}`;
    this.#once.say(`${what} no longer in ${this.#folder}, and dropped from it`);
  }

  /** The index's own folder, or one for as long as this process lives. */
  async #writableIndex(): Promise<IndexFolder> {
    if (this.#spare) return this.#spare;
    try {
      await this.index.create();
      return this.index;
    } catch (error) {
      this.#once.say(`the index cannot be kept in ${this.index.root}: ${messageOf(error)}`);
    }
    this.#spare = new IndexFolder(await mkdtemp(join(tmpdir(), 'coldbench-history-index-')));
    await this.#spare.create();
    return this.#spare;
  }

  /** What cannot be merged now is merged another time. */
  async #merge(duck: Duck): Promise<boolean> {
    if (this.#spare) return false;
    try {
      return await mergeSources(duck, this.index, this.#sources);
    } catch (error) {
      if (!isDiskFault(error)) throw error;
      this.#once.say(`the index in ${this.index.root} cannot be tidied: ${messageOf(error)}`);
      return false;
    }
  }
}
