/** What a change can be that a gate fails on. */
export const DIRECTIONS = ['slower', 'faster'] as const;
export type Direction = (typeof DIRECTIONS)[number];

export const POLICIES = ['pass', 'fail'] as const;
export type Policy = (typeof POLICIES)[number];

/** What the user asked the gate to hold a change to. */
export interface GateRules {
  readonly failOn: readonly Direction[];
  /** The largest change that does not matter, as a fraction: 0.03 reaches from 1/1.03 to 1.03. */
  readonly threshold: number;
  /** Names of `METRICS`; the family that the verdicts are corrected over. */
  readonly metrics: readonly string[];
  /** Whether a gate that cannot tell passes. */
  readonly inconclusive: Policy;
  /** Whether a gate passes that has nothing to compare with. */
  readonly noBaseline: Policy;
  /** The least score of the candidate's machine before it was measured, 0 to 100. */
  readonly minQuietness: number;
  /** The largest share of disturbed blocks. */
  readonly maxDisturbed: number;
}

/**
 * Without p99 and CPU time: they are the noisiest figures, so that one of them would nearly always leave the gate
 * undecided, and each row more takes power from the others.
 */
export const DEFAULT_METRICS: readonly string[] = ['coldStart', 'warmP50', 'rss', 'artifactSize'];

export const DEFAULT_RULES: GateRules = {
  failOn: ['slower'],
  threshold: 0.03,
  metrics: DEFAULT_METRICS,
  inconclusive: 'fail',
  noBaseline: 'fail',
  minQuietness: 0,
  maxDisturbed: 0.5,
};
