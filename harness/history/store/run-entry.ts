/**
 * Version of the index. To be raised whenever the same result set would get other rows: by another column, another
 * metric, another statistic. `run-entry.test.ts` fails until it is.
 */
export const INDEX_FORMAT = 1;

/** A figure of one subject in one run. */
export interface FigureRow {
  /** 12 hex digits of a hash of the names below, `value` excluded: what a series is grouped by, whatever the names hold. */
  readonly series: string;
  readonly workload: string;
  readonly work: string;
  readonly runner: string;
  readonly variant: string;
  readonly condition: string;
  readonly metric: string;
  /** Median of the measured trials, as `show` prints it; of the artifact's size, the size. */
  readonly value: number;
  /** 95 %; null with too few trials, and of the artifact's size. */
  readonly low: number | null;
  readonly high: number | null;
  readonly n: number;
}

/** What the index keeps of a result set; it follows from the file's bytes alone. */
export interface RunEntry {
  /** SHA-256 of the result set's bytes. */
  readonly run: string;
  /** The first 16 hex digits of it, which the file's name holds. */
  readonly key: string;
  /** `manifest.id`. */
  readonly id: string;
  /** UTC, ISO 8601, to the millisecond. */
  readonly startedAt: string;
  /** The same since 1970, in ms. */
  readonly startedMs: number;
  readonly commit: string | null;
  /** Id of its machine class. */
  readonly machineId: string;
  /** The machine class as JSON. */
  readonly machine: string;
  readonly complete: boolean;
  /** JSON. */
  readonly labels: string;
  /** Score, 0 to 100. */
  readonly quietness: number;
  /** JSON. */
  readonly plan: string;
  /** What is wrong with the times that it says of itself; null when they agree. */
  readonly clock: string | null;
  readonly figures: readonly FigureRow[];
}

/** The columns as DuckDB reads them from JSON; `figures` beside them. */
export const RUN_COLUMNS = {
  run: 'VARCHAR',
  key: 'VARCHAR',
  id: 'VARCHAR',
  startedAt: 'VARCHAR',
  startedMs: 'DOUBLE',
  commit: 'VARCHAR',
  machineId: 'VARCHAR',
  machine: 'VARCHAR',
  complete: 'BOOLEAN',
  labels: 'VARCHAR',
  quietness: 'INTEGER',
  plan: 'VARCHAR',
  clock: 'VARCHAR',
} as const satisfies Record<Exclude<keyof RunEntry, 'figures'>, string>;

export const FIGURE_COLUMNS = {
  series: 'VARCHAR',
  workload: 'VARCHAR',
  work: 'VARCHAR',
  runner: 'VARCHAR',
  variant: 'VARCHAR',
  condition: 'VARCHAR',
  metric: 'VARCHAR',
  value: 'DOUBLE',
  low: 'DOUBLE',
  high: 'DOUBLE',
  n: 'INTEGER',
} as const satisfies Record<keyof FigureRow, string>;
