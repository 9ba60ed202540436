/**
 * What makes the figures of two runs comparable in absolute terms: hardware, system and versions, nothing that changes
 * with a reboot.
 */
export interface MachineClass {
  /** 12 hex digits of a hash of the facts. */
  readonly id: string;
  /** For people: `Intel Xeon @ 2.90GHz, 2 CPUs, x64, Linux 6, Node 20.20.2`. */
  readonly name: string;
  readonly facts: Readonly<Record<string, string | number | boolean | null>>;
}

/** What a series is a series of; `id` is a hash of the rest and of the machine class. */
export interface SeriesKey {
  readonly workload: string;
  /** 12 hex digits of a hash of the event's digest and the answer's: other work is another series. */
  readonly work: string;
  readonly runner: string;
  readonly variant: string;
  readonly condition: string;
  /** A name of `METRICS`. */
  readonly metric: string;
}

/** The figure of one run. */
export interface SeriesPoint {
  /** SHA-256 of the result set's bytes. */
  readonly run: string;
  /** UTC, ISO 8601. */
  readonly startedAt: string;
  /** What was measured: the label `commit`, else coldbench's own commit; null when neither is known. */
  readonly commit: string | null;
  /** Median over the run's measured trials, in the metric's unit. */
  readonly value: number;
  /** 95 %; null when there were too few trials. */
  readonly interval: { readonly low: number; readonly high: number } | null;
  readonly n: number;
}

/** The points of one key on one machine class, in the order of time. */
export interface Series {
  /** 12 hex digits, of key and machine class. */
  readonly id: string;
  readonly key: SeriesKey;
  readonly unit: 'ns' | 'bytes';
  readonly machine: MachineClass;
  readonly points: readonly SeriesPoint[];
}

/** A phase whose own level moved where that of the cold start did. */
export interface MovedPhase {
  /** A name of `METRICS`. */
  readonly metric: string;
  /** New level minus old level, with its 95 % interval. */
  readonly shiftNs: number;
  readonly interval: { readonly low: number; readonly high: number };
  /** Part of the cold start's own shift; phases that moved the other way have a negative one. */
  readonly share: number;
}

/** A lasting change inside a series. */
export interface Change {
  /** Of the first point after it. */
  readonly index: number;
  /** The levels that were compared: the points [from, index) and [index, to). */
  readonly from: number;
  readonly to: number;
  /** New level over old level, with its 95 % interval. */
  readonly ratio: number;
  readonly interval: { readonly low: number; readonly high: number } | null;
  readonly pValue: number;
  readonly direction: 'slower' | 'faster';
  /** Medians of the points on either side, in the metric's unit. */
  readonly before: number;
  readonly after: number;
  /** Last commit before it and first after it; null where the run has none. */
  readonly commits: { readonly last: string | null; readonly first: string | null };
}
