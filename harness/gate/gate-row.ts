import type { RunnerName } from '../../runners/runner.ts';
import type { ComparisonRow } from '../compare/comparison.ts';
import type { AcceptedChange } from './accepted/schema.ts';

/** What the first look says: nothing to fear, not shown either way, or a change that the gate fails on. */
export type Standing = 'fine' | 'open' | 'suspected';

/** What became of a row: `cleared` and `confirmed` by a second look, `accepted` by people. */
export type Fate = 'fine' | 'cleared' | 'confirmed' | 'accepted' | 'undecided';

/** What confirmed or cleared a row: old and new code in the same blocks, or a figure that has no noise. */
export type Confirmation =
  | { readonly by: 'rerun'; readonly row: ComparisonRow }
  | { readonly by: 'exactness' };

export interface RowSubject {
  /** `workload/runner/variant` */
  readonly subject: string;
  readonly workload: string;
  readonly runner: RunnerName;
  readonly variant: string;
}

/** One metric of one subject on its way through the gate. */
export interface GateRow extends RowSubject {
  readonly first: ComparisonRow;
  readonly standing: Standing;
  readonly confirmation: Confirmation | null;
  readonly fate: Fate;
  /** Why it is undecided; null otherwise. */
  readonly why: string | null;
  /** The label of the phase that holds most of the change of a cold start. */
  readonly mostlyIn: string | null;
  readonly acceptedBy: AcceptedChange | null;
}

/** A subject that had figures in the baseline and of which every trial of the candidate failed. */
export interface LostSubject extends RowSubject {
  readonly fate: 'confirmed' | 'undecided';
  readonly why: string | null;
}

/** The comparison that decided: that of the second look, if there was one. */
export const decidingRow = ({ first, confirmation }: GateRow): ComparisonRow =>
  confirmation?.by === 'rerun' ? confirmation.row : first;
