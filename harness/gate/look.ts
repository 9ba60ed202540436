import type { Comparison } from '../compare/comparison.ts';
import type { ComparableSet } from '../compare/load.ts';
import type { WorkloadRecord } from '../model/schema.ts';
import type { RowSubject } from './gate-row.ts';

/** A comparison that the gate starts from. */
export interface Look {
  /** Null when nothing but lost subjects was found. */
  readonly comparison: Comparison | null;
  /** The workload on both sides, when both are in one run. */
  readonly workload: string | null;
  readonly lost: readonly RowSubject[];
}

/** A subject of the baseline that the candidate should have and that cannot be compared. */
export interface Unjudged {
  readonly subject: string;
  readonly reason: string;
}

/** Candidate and baseline, matched. */
export interface Matchup {
  readonly candidate: ComparableSet;
  /** The candidate itself when the old code was measured in the same blocks. */
  readonly baseline: ComparableSet;
  readonly beside: boolean;
  readonly looks: readonly Look[];
  readonly unjudged: readonly Unjudged[];
  /** What is in the files and is not looked at. */
  readonly notes: readonly string[];
  /** What the baseline measured under the name of the candidate's workload. */
  oldRecord(workload: string): WorkloadRecord | null;
}
