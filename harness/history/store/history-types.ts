import type { Plan } from '../../model/schema.ts';
import type { MachineClass, Series } from '../series.ts';

/** A result set of a history. */
export interface HistoryRun {
  /** SHA-256 of the result set's bytes. */
  readonly run: string;
  /** Beneath the history's folder, with `/`. */
  readonly path: string;
  /** `manifest.id`. */
  readonly id: string;
  /** UTC, ISO 8601. */
  readonly startedAt: string;
  /** The label `commit`, else coldbench's own commit; null when neither is known. */
  readonly commit: string | null;
  readonly machine: MachineClass;
  readonly complete: boolean;
  /** An incomplete file of a run of which the complete one is there too; it is in no series. */
  readonly superseded: boolean;
  readonly labels: Readonly<Record<string, string>>;
  /** Score, 0 to 100. */
  readonly quietness: number;
  readonly plan: Plan;
  /** What is wrong with the time at which it says it began; null when nothing is. */
  readonly clock: string | null;
}

/** All of them must hold; what is left out holds. */
export interface RunFilter {
  readonly workload?: string | undefined;
  readonly runner?: string | undefined;
  /** Id of a machine class, or its first digits. */
  readonly machine?: string | undefined;
  /** Not before, and not after: ms since 1970. */
  readonly sinceMs?: number | undefined;
  readonly untilMs?: number | undefined;
  /** Only those of which something is to be said: incomplete, or with a doubtful time. */
  readonly noteworthy?: boolean | undefined;
  /** Only the newest so many. */
  readonly limit?: number | undefined;
}

export interface SeriesFilter extends RunFilter {
  readonly variant?: string | undefined;
  readonly condition?: string | undefined;
  /** Name of a metric of `METRICS`. */
  readonly metric?: string | undefined;
  /** Any of these. */
  readonly metrics?: readonly string[] | undefined;
  /** Digest of the work, or its first digits. */
  readonly work?: string | undefined;
}

export interface AddOptions {
  /** Take a run that was cut off. */
  readonly allowIncomplete?: boolean;
}

export interface Added {
  /** SHA-256 of the result set's bytes. */
  readonly run: string;
  /** Beneath the history's folder. */
  readonly path: string;
  /** False when it was there already, under whatever name it came. */
  readonly isNew: boolean;
  /** What is to be known about it: sentences. */
  readonly notes: readonly string[];
}

export interface History {
  /** Absolute. */
  readonly folder: string;
  /**
   * Validates a result set and keeps a copy of it; one that is there already is not kept twice.
   * @throws ColdbenchError of the reader; `RUN_NOT_VALID`, `RUN_INCOMPLETE`; `HISTORY_NOT_WRITABLE` or `DISK_FULL`.
   */
  add(path: string, options?: AddOptions): Promise<Added>;
  /** Newest first. */
  runs(filter?: RunFilter): Promise<HistoryRun[]>;
  /** By workload, runner, variant, metric, and then by the time of their first points; points in the order of time. */
  series(filter?: SeriesFilter): Promise<Series[]>;
  /** How many runs `runs` would give without its limit. */
  count(filter?: RunFilter): Promise<number>;
  /** Deletes the files of these runs. */
  remove(runs: readonly HistoryRun[]): Promise<void>;
  /**
   * Writes the trials of all runs as Parquet into a folder that is not there yet; returns the names of the files.
   * @throws ColdbenchError `OUTPUT_EXISTS` or `OUTPUT_NOT_WRITABLE`.
   */
  exportTrials(folder: string): Promise<string[]>;
  close(): Promise<void>;
}
