import { median, quantile, Sorted } from '../stats/index.ts';
import { STUDY_METRICS } from '../studies/metrics.ts';
import type { StudyName } from './conditions.ts';
import type { Milestone } from './milestones.ts';
import { PHASES } from './phases.ts';
import type { CompletedTrial, Plan } from './schema.ts';
import type { Ns } from './units.ts';

export interface Metric {
  readonly name: string;
  readonly label: string;
  readonly unit: 'ns' | 'bytes';
  readonly better: 'lower';
  /** `nothing`: a sample a trial, compared by rank. `exact`: one value, which another run must repeat. */
  readonly assume: 'nothing' | 'exact';
  /** A phase says where a change sits; it is not one more hypothesis, so that it takes no part in the correction. */
  readonly role: 'primary' | 'phase';
  /** The study whose records it comes from; absent when every trial has it. */
  readonly study?: StudyName;
}

const primary = (name: string, label: string, unit: Metric['unit']): Metric => ({
  name,
  label,
  unit,
  better: 'lower',
  assume: 'nothing',
  role: 'primary',
});

const phaseName = (until: Milestone): string => `phase.${until}`;

/** Everything that a trial yields one figure of, and the artifact's size. Which way is good is declared here alone. */
export const METRICS: readonly Metric[] = [
  primary('coldStart', 'cold start', 'ns'),
  ...PHASES.map(({ until, label }): Metric => ({ ...primary(phaseName(until), label, 'ns'), role: 'phase' })),
  primary('warmP50', 'warm p50', 'ns'),
  primary('warmP99', 'warm p99', 'ns'),
  primary('rss', 'memory (RSS)', 'bytes'),
  primary('coldCpu', 'CPU of a cold start', 'ns'),
  { ...primary('artifactSize', 'artifact size', 'bytes'), assume: 'exact' },
  ...STUDY_METRICS,
];

/** The figures of one trial by the name of the metric, in the metric's unit; a metric that it does not have is absent. */
export type TrialFigures = ReadonlyMap<string, number>;

export function trialFigures(trial: CompletedTrial, plan: Plan): TrialFigures {
  const figures = new Map<string, number>([['coldStart', trial.firstResponseNs]]);
  for (const [until, ns] of phaseDurations(trial)) figures.set(phaseName(until), ns);
  // Sorted once for both: with many warm calls this is a large part of reading a file.
  const warmNs = Sorted.of(measuredWarm(trial.warmNs, plan));
  const set = (name: string, value: number | null): void => {
    if (value !== null) figures.set(name, value);
  };
  set('warmP50', median(warmNs));
  set('warmP99', warmNs.length < LEAST_CALLS_FOR_P99 ? null : quantile(warmNs, 0.99));
  set('rss', trial.warmResources.rssBytes);
  set('coldCpu', trial.coldResources.cpuNs);
  return figures;
}

/** A trial's own p99 is near its maximum; below this many calls it would be nothing else. */
const LEAST_CALLS_FOR_P99 = 40;

/** The warm calls of a trial without its warm-up. */
export const measuredWarm = (warmNs: readonly Ns[], { warmupShare }: Plan): readonly Ns[] =>
  warmNs.slice(Math.floor(warmNs.length * warmupShare));

/** The phases that this trial has, in order; together they are its cold start. */
export function phaseDurations(trial: CompletedTrial): [Milestone, Ns][] {
  const durations: [Milestone, Ns][] = [];
  let previousNs = 0;
  for (const { until } of PHASES) {
    const atNs = trial[`${until}Ns` as 'readyNs'] as Ns | null;
    if (atNs === null) continue;
    durations.push([until, Math.max(0, atNs - previousNs)]);
    previousNs = Math.max(previousNs, atNs);
  }
  return durations;
}
