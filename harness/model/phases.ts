import type { StartCondition } from './conditions.ts';
import type { Milestone } from './milestones.ts';

/** Whose time a phase is: the platform's (engine, unpacking, exec), the runtime's, or the workload's. */
export const SHARES = ['platform', 'runtime', 'workload'] as const;

export interface Phase {
  /** The phase lasts from the previous milestone of this list that the trial has, or `launch`, until this one. */
  readonly until: Milestone;
  readonly label: string;
  readonly share: (typeof SHARES)[number];
}

/**
 * A cold start as a sum of phases, in order. `started` is not among them: the engine's start call returns while the
 * guest is already booting, so that it ends no phase; it is kept in the trial all the same.
 */
export const PHASES: readonly Phase[] = [
  { until: 'created', label: 'create', share: 'platform' },
  { until: 'processStart', label: 'start', share: 'platform' },
  { until: 'runtimeReady', label: 'boot runtime', share: 'runtime' },
  { until: 'compiled', label: 'compile', share: 'runtime' },
  { until: 'instantiated', label: 'instantiate', share: 'runtime' },
  { until: 'workloadLoaded', label: 'load workload', share: 'workload' },
  { until: 'ready', label: 'become ready', share: 'runtime' },
  { until: 'firstResponse', label: 'first response', share: 'workload' },
];

/** What ends with `ready` when a paused guest is resumed: the platform's call, and nothing of the runtime. */
const RESUME: Phase = { until: 'ready', label: 'resume', share: 'platform' };

/** The phases as a condition has them; those that it lacks have no milestone in its trials. */
export const phasesOf = (condition: StartCondition): readonly Phase[] =>
  condition === 'paused' ? PHASES.map((phase) => (phase.until === 'ready' ? RESUME : phase)) : PHASES;
