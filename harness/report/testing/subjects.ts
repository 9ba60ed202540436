import { subjectIdOf } from '../../model/conditions.ts';
import type { Milestone } from '../../model/milestones.ts';
import { phasesOf } from '../../model/phases.ts';
import type { Estimate, PhaseSummary, SubjectSummary } from '../summary-types.ts';

const MS = 1e6;

/** In the units that a person would write; `subject()` turns them into base units. */
export interface SubjectFigures {
  readonly runner: string;
  readonly condition?: SubjectSummary['condition'];
  readonly variant?: string;
  readonly workload?: string;
  readonly coldMs: number;
  /** Half the width of the median's interval; null for too few trials. */
  readonly halfWidthMs: number | null;
  readonly trials?: number;
  /** Difference from `process` with its interval, and the ratio; absent for the baseline. */
  readonly overheadMs?: readonly [value: number, low: number, high: number];
  readonly ratio?: readonly [value: number, low: number, high: number];
  readonly phasesMs: Readonly<Partial<Record<Milestone, number>>>;
  readonly warmUs: number;
  readonly ratioToInProcess?: number;
  readonly rssMb: number;
  readonly artifactBytes: number;
}

export function estimate(value: number, low: number | null, high: number | null, n: number): Estimate {
  if (low === null || high === null) return { value, interval: null, n, note: 'fewer than 6 trials' };
  return { value, interval: { low, high, level: 0.95, method: 'binomial' }, n, note: null };
}

/** Samples with a repeatable ripple and one slow start, so that sparklines have something to show. */
export function ripple(medianNs: number, count: number, start: number): number[] {
  return Array.from({ length: count }, (_, index) => {
    const wave = 0.015 * Math.sin(start + index * 2.3) + 0.02 * Math.sin(start + index * 0.7);
    return Math.round(medianNs * (1 + wave + (index === Math.round(start) % 40 ? 0.21 : 0)));
  });
}

const phaseSummaries = ({ phasesMs, condition = 'cold' }: SubjectFigures): PhaseSummary[] =>
  phasesOf(condition).flatMap((phase) => {
    const ms = phasesMs[phase.until];
    return ms === undefined ? [] : [{ ...phase, medianNs: ms * MS }];
  });

function overheadOf(
  { overheadMs, ratio }: SubjectFigures,
  few: boolean,
  n: number,
): SubjectSummary['overhead'] {
  if (!overheadMs || !ratio) return null;
  const [difference, low, high] = overheadMs;
  return {
    differenceNs: estimate(difference * MS, few ? null : low * MS, few ? null : high * MS, n),
    ratio: estimate(ratio[0], few ? null : ratio[1], few ? null : ratio[2], n),
  };
}

function coldOf(figures: SubjectFigures, n: number): NonNullable<SubjectSummary['coldStart']> {
  const ns = figures.coldMs * MS;
  const half = figures.halfWidthMs === null ? null : figures.halfWidthMs * MS;
  const samplesNs = ripple(ns, n, figures.coldMs);
  return {
    medianNs: estimate(ns, half === null ? null : ns - half, half === null ? null : ns + half, n),
    p95Ns: ns * 1.06,
    madNs: ns * 0.011,
    minNs: Math.min(...samplesNs),
    maxNs: Math.max(...samplesNs),
    outliers: Math.round(figures.coldMs) % 40 < n ? 1 : 0,
    samplesNs,
  };
}

export function subject(figures: SubjectFigures): SubjectSummary {
  const { runner, variant = 'node', workload = 'markdown', condition = 'cold', trials: n = 31 } = figures;
  const few = figures.halfWidthMs === null;
  const p50 = figures.warmUs * 1e3;
  const rss = figures.rssMb * 1e6;
  return {
    subject: subjectIdOf({ workload, runner, variant }, condition),
    workload,
    runner,
    variant,
    condition,
    isolation: null,
    engine: null,
    emulated: null,
    runtime: null,
    trials: { completed: n, failed: 0, skipped: 0, warmup: 1 },
    coldStart: coldOf(figures, n),
    phases: phaseSummaries(figures),
    overhead: overheadOf(figures, few, n),
    warm: {
      p50Ns: estimate(p50, few ? null : p50 * 0.98, few ? null : p50 * 1.02, n),
      p99Ns: p50 * 2.1,
      calls: n * 200,
      ratioToInProcess: figures.ratioToInProcess ?? null,
    },
    memory: {
      rssBytes: estimate(rss, few ? null : rss * 0.99, few ? null : rss * 1.01, n),
      peakRssBytes: rss * 1.08,
      pssBytes: rss * 0.8,
      ussBytes: rss * 0.7,
      source: '/proc/PID/status',
    },
    coldCpuNs: figures.coldMs * 0.9 * MS,
    artifactBytes: figures.artifactBytes,
    noSuchStart: null,
    failures: [],
  };
}
