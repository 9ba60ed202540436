import type { Phase } from '../model/phases.ts';
import type { Machine, SkippedRunner, StopReason } from '../model/schema.ts';
import type { Bytes, Ns } from '../model/units.ts';

/** A figure with its interval; `interval` is null when n is too small for one, and `note` then says so. */
export interface Estimate {
  readonly value: number;
  readonly interval: {
    readonly low: number;
    readonly high: number;
    readonly level: number;
    readonly method: string;
  } | null;
  readonly n: number;
  readonly note: string | null;
}

export interface PhaseSummary extends Phase {
  /** Median over the trials of the phase's duration. */
  readonly medianNs: Ns;
}

/** Failures of one kind: the same step and code. */
export interface FailureSummary {
  readonly step: string;
  readonly code: string;
  /** Of the first of them. */
  readonly reason: string;
  readonly count: number;
}

/** Times of one kind, such as the cold starts of a subject. */
export interface TimesSummary {
  readonly medianNs: Estimate;
  readonly p95Ns: Ns | null;
  readonly madNs: Ns;
  readonly minNs: Ns;
  readonly maxNs: Ns;
  /** Beyond 3 scaled MAD of the median; marked and counted, never removed. */
  readonly outliers: number;
  /** In the order in which they were measured. */
  readonly samplesNs: readonly Ns[];
}

/** One row. Everything is of measured trials: warm-up blocks are counted, and left out of every figure. */
export interface SubjectSummary {
  readonly subject: string;
  readonly workload: string;
  readonly runner: string;
  readonly variant: string;
  readonly trials: {
    readonly completed: number;
    readonly failed: number;
    readonly skipped: number;
    readonly warmup: number;
  };
  readonly coldStart: TimesSummary | null;
  readonly phases: readonly PhaseSummary[];
  /** Against the `process` subject of the same workload, paired within blocks; null for that subject itself. */
  readonly overhead: { readonly differenceNs: Estimate; readonly ratio: Estimate } | null;
  readonly warm: {
    /** Median over trials of each trial's own median. */
    readonly p50Ns: Estimate;
    /** Of all calls of all trials together. */
    readonly p99Ns: Ns | null;
    readonly calls: number;
    /** p50 divided by the in-process median of the same workload. */
    readonly ratioToInProcess: number | null;
  } | null;
  readonly memory: {
    readonly rssBytes: Estimate | null;
    readonly peakRssBytes: Bytes | null;
    readonly pssBytes: Bytes | null;
    /** Pages of the guest alone; RSS without it is what it shares with others. */
    readonly ussBytes: Bytes | null;
    readonly source: string;
  } | null;
  /** CPU time of the guest until after its first response. */
  readonly coldCpuNs: Ns | null;
  readonly artifactBytes: Bytes | null;
  readonly failures: readonly FailureSummary[];
}

export interface WorkloadSummary {
  readonly workload: string;
  readonly inProcessMedianNs: Ns | null;
  readonly inputBytes: Bytes;
  readonly outputBytes: Bytes;
}

/** Everything a report shows; rebuilt from the file alone. */
export interface RunSummary {
  readonly id: string;
  readonly path: string;
  readonly startedAt: string;
  readonly harnessVersion: string;
  readonly seed: number;
  /** False: the file has no `end` record; it is an interrupted run. */
  readonly complete: boolean;
  readonly stopReason: StopReason | null;
  readonly precision: number;
  readonly blocks: {
    readonly measured: number;
    readonly warmup: number;
    /** Run again by `--strict`; in no figure. */
    readonly discarded: number;
    /** Measured although the machine was disturbed. */
    readonly disturbed: number;
  };
  /** How many measured blocks had each kind of disturbance. */
  readonly disturbances: Readonly<Record<string, number>>;
  /** How quiet the machine was right before the run, 0 to 100. */
  readonly quietness: { readonly score: number; readonly findings: readonly { id: string; what: string }[] };
  readonly measuringNs: Ns | null;
  /** Part of the measuring time spent inside trials, 0 to 1. */
  readonly insideTrials: number | null;
  readonly machine: Machine;
  readonly tools: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
  readonly workloads: readonly WorkloadSummary[];
  readonly subjects: readonly SubjectSummary[];
  readonly skippedRunners: readonly SkippedRunner[];
}
