import type { HiddenDifference } from '../compare/hidden-differences.ts';
import type { AcceptedUse } from './accepted/use.ts';
import type { Unfitness } from './environment.ts';
import type { GateRow, LostSubject } from './gate-row.ts';
import type { Unjudged } from './look.ts';
import type { RerunReport } from './rerun/report.ts';
import type { GateRules } from './rules.ts';

export type Outcome = 'passed' | 'regression' | 'cannotTell' | 'unfit' | 'noBaseline';

/** A run that was judged, or judged against. */
export interface GateSide {
  readonly path: string;
  readonly id: string;
  readonly startedAt: string;
}

/** Plain data: all that a report of a gate says is made from this. */
export interface GateResult {
  readonly outcome: Outcome;
  /** Whether the change may land; an outcome that is not `passed` may have been told to pass. */
  readonly pass: boolean;
  readonly rules: GateRules;
  readonly candidate: GateSide;
  /** Null when there was none to be found. */
  readonly baseline: GateSide | null;
  /** True when the old code ran in the candidate's own blocks. */
  readonly beside: boolean;
  /** Rows of the first look, and the families in which their verdicts are corrected: one, but for several pairs in one run. */
  readonly familySize: number;
  readonly families: number;
  readonly rows: readonly GateRow[];
  readonly lost: readonly LostSubject[];
  readonly unjudged: readonly Unjudged[];
  readonly unfit: readonly Unfitness[];
  readonly noBaseline: Unfitness | null;
  readonly reruns: readonly RerunReport[];
  readonly accepted: AcceptedUse;
  /** What else differs between candidate and baseline. */
  readonly hidden: readonly HiddenDifference[];
  readonly notes: readonly string[];
}
