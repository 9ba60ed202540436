import { encodeRecord } from './codec-record.ts';
import { ContentDigest } from './digest.ts';
import type { EndRecord, ResultRecord } from './schema.ts';
import { createLineFile, type LineFile, type LineFileOptions } from './store-file.ts';

/** What the run says when it ends; the writer adds the counts and the digest. */
export type Ending = Pick<
  EndRecord,
  'endedAt' | 'stopReason' | 'measuringNs' | 'insideTrialsNs' | 'harnessPeakRssBytes'
>;

export interface TrialCounts {
  completed: number;
  failed: number;
  skipped: number;
}

/** Every record but the last, which `end` makes. */
export type SavedRecord = Exclude<ResultRecord, EndRecord>;

export interface ResultSetWriter {
  readonly path: string;
  /** The trials that are on disk. */
  readonly counts: Readonly<TrialCounts>;
  /**
   * Resolves when the record is on disk, or written if `sync` is `atEnd`; calls are served one after the other. The manifest comes first.
   * @throws ColdbenchError `DISK_FULL` or `RESULT_NOT_WRITABLE`, with the file as it was before; TypeError when the
   *   record does not fit the schema.
   */
  append(record: SavedRecord): Promise<void>;
  /** Writes the last line, which makes the result set complete, and closes the file. */
  end(ending: Ending): Promise<EndRecord>;
  /** Closes the file as it is, readable but incomplete; removes it if it holds nothing. May be called at any time. */
  close(): Promise<void>;
}

/**
 * Creates the file, and the folders that lead to it; never overwrites.
 * @throws ColdbenchError `RESULT_EXISTS`, `RESULT_NOT_WRITABLE` or `DISK_FULL`.
 */
export async function createResultSetWriter(
  path: string,
  options: LineFileOptions = {},
): Promise<ResultSetWriter> {
  return new SerialWriter(await createLineFile(path, options));
}

class SerialWriter implements ResultSetWriter {
  readonly counts: TrialCounts = { completed: 0, failed: 0, skipped: 0 };
  readonly #file: LineFile;
  readonly #digest = new ContentDigest();
  #expected: 'manifest' | 'records' | 'nothing' = 'manifest';
  #last: Promise<unknown> = Promise.resolve();
  #closing: Promise<void> | undefined;

  constructor(file: LineFile) {
    this.#file = file;
  }

  get path(): string {
    return this.#file.path;
  }

  async append(record: SavedRecord): Promise<void> {
    const line = encodeRecord(record);
    await this.#afterOthers(async () => {
      this.#requireExpected(record.kind === 'manifest' ? 'manifest' : 'records');
      await this.#file.append(line);
      this.#expected = 'records';
      this.#digest.addLine(Buffer.from(line));
      if (record.kind === 'trial') this.counts[record.status] += 1;
    });
  }

  async end(ending: Ending): Promise<EndRecord> {
    const record = await this.#afterOthers(async () => {
      this.#requireExpected('records');
      const line = this.#digest.seal({ kind: 'end', ...ending, ...this.counts });
      const end = JSON.parse(line) as EndRecord;
      encodeRecord(end);
      await this.#file.append(line);
      this.#expected = 'nothing';
      return end;
    });
    await this.close();
    return record;
  }

  close(): Promise<void> {
    this.#closing ??= this.#afterOthers(async () => {
      this.#expected = 'nothing';
      await this.#file.close();
    });
    return this.#closing;
  }

  /** One at a time, whatever became of those before. */
  #afterOthers<T>(task: () => Promise<T>): Promise<T> {
    const result = this.#last.then(task, task);
    this.#last = result;
    return result;
  }

  #requireExpected(kind: 'manifest' | 'records'): void {
    if (this.#expected === kind) return;
    const why = {
      manifest: 'the manifest comes first',
      records: 'the manifest is there already',
      nothing: 'it is closed',
    };
    throw new Error(`cannot write to ${this.path}: ${why[this.#expected]}`);
  }
}
