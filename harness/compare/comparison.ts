import type { Inferred } from '../model/inferred.ts';
import type { Metric } from '../model/metrics.ts';
import type { sideSchema } from './comparison-schema.ts';
import type { HiddenDifference } from './hidden-differences.ts';
import type { MachinesComparison } from './machines.ts';
import type { ComparedSubject } from './match.ts';
import type { RatioRow } from './ratios.ts';
import type { Design, RowStatistics } from './row.ts';
import type { Judged } from './verdict.ts';

/** One metric of one subject on both sides. */
export interface ComparisonRow extends Judged {
  readonly metric: Metric;
  /** False for a phase that was not asked for: it tells where a change sits. */
  readonly hypothesis: boolean;
  readonly statistics: RowStatistics;
}

export interface SubjectComparison extends ComparedSubject {
  /** In the order of `METRICS`; a metric that one side lacks has no row. */
  readonly rows: readonly ComparisonRow[];
}

export type ComparisonSide = Inferred<typeof sideSchema>;

export interface Comparison {
  readonly old: ComparisonSide;
  readonly new: ComparisonSide;
  readonly design: Design;
  /** The file that holds both sides; null for two runs. */
  readonly run: string | null;
  readonly threshold: number;
  /** Rows over which the verdicts are corrected. */
  readonly familySize: number;
  readonly hidden: readonly HiddenDifference[];
  /** True when the machines differ and absolute figures were not asked for: no subject has rows then. */
  readonly refused: boolean;
  /** What two machines have in common; null when no decisive fact of them differs. */
  readonly machines: MachinesComparison | null;
  readonly subjects: readonly SubjectComparison[];
  /** Overheads within each machine, which compare across machines; empty within one run. */
  readonly ratios: readonly RatioRow[];
  /** What was left out or is incomplete, and why. */
  readonly notes: readonly string[];
  /** Subjects that had figures and of which every trial failed on the new side. */
  readonly lost: readonly string[];
}

export interface CompareOptions {
  /** The largest change that does not matter, as a fraction. */
  readonly threshold: number;
  /** Names of `METRICS`; all when empty. A phase that is named here is a hypothesis like any other. */
  readonly metrics: readonly string[];
  /** Compare absolute figures of different machines all the same. */
  readonly acrossMachines: boolean;
  /** Compare an emulated machine with one that is not, every row labelled. */
  readonly allowEmulated?: boolean;
}
