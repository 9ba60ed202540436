import { pairBlocks } from '../experiment/precision.ts';
import type { Milestone } from '../model/milestones.ts';
import { PHASES } from '../model/phases.ts';
import type { ArtifactRecord, CompletedTrial, Plan, Subject, Trial } from '../model/schema.ts';
import type { Ns } from '../model/units.ts';
import {
  mad,
  median,
  medianInterval,
  pairedOverhead,
  quantile,
  type Estimate as StatsEstimate,
} from '../stats/index.ts';
import type { Estimate, FailureSummary, PhaseSummary, SubjectSummary } from './summary-types.ts';
import { WarmSamples } from './warm-samples.ts';

/** A normal distribution's standard deviation is this many MAD; the usual scale of a robust outlier rule. */
const MAD_SCALE = 1.4826;
const OUTLIER_DEVIATIONS = 3;

type MilestoneField = `${Milestone}Ns`;

/** Collects one subject's trials, keeping what its summary needs and no trial itself. */
export class SubjectCollector {
  readonly subject: Subject;
  readonly coldStarts = new Map<number, Ns>();
  artifact: ArtifactRecord | null = null;
  readonly #counts = { completed: 0, failed: 0, skipped: 0, warmup: 0 };
  readonly #phases = new Map<Milestone, Ns[]>();
  readonly #warm: WarmSamples;
  readonly #rssBytes: number[] = [];
  readonly #pssBytes: number[] = [];
  readonly #peakRssBytes: number[] = [];
  readonly #coldCpuNs: number[] = [];
  readonly #failures = new Map<string, FailureSummary>();
  #memorySource = '';

  constructor(subject: Subject, plan: Plan) {
    this.subject = subject;
    this.#warm = new WarmSamples(plan.warmupShare);
  }

  add(trial: Trial): void {
    if (trial.warmup) {
      this.#counts.warmup += 1;
      return;
    }
    this.#counts[trial.status] += 1;
    if (trial.status === 'completed') this.#addCompleted(trial);
    if (trial.status === 'failed') this.#addFailure(trial);
  }

  summarize(baseline: SubjectCollector | null, inProcessMedianNs: Ns | null): SubjectSummary {
    const { subject, workload, runner, variant } = this.subject;
    return {
      subject,
      workload,
      runner,
      variant,
      trials: { ...this.#counts },
      coldStart: this.#coldStartSummary(),
      phases: this.#phaseSummaries(),
      overhead: baseline && baseline !== this ? overheadOf(this.coldStarts, baseline.coldStarts) : null,
      warm: this.#warm.summarize(inProcessMedianNs),
      memory: this.#memorySummary(),
      coldCpuNs: median(this.#coldCpuNs),
      artifactBytes: this.artifact?.sizeBytes ?? null,
      failures: [...this.#failures.values()],
    };
  }

  #addCompleted(trial: CompletedTrial): void {
    this.coldStarts.set(trial.block, trial.firstResponseNs);
    this.#addPhases(trial);
    this.#warm.add(trial.warmNs);
    const { coldResources, warmResources } = trial;
    pushKnown(this.#rssBytes, warmResources.rssBytes);
    pushKnown(this.#pssBytes, warmResources.pssBytes);
    pushKnown(this.#peakRssBytes, warmResources.peakRssBytes);
    pushKnown(this.#coldCpuNs, coldResources.cpuNs);
    this.#memorySource = warmResources.source;
  }

  #addPhases(trial: CompletedTrial): void {
    let previousNs = 0;
    for (const { until } of PHASES) {
      const atNs = trial[`${until}Ns` as Exclude<MilestoneField, 'launchNs'>];
      if (atNs === null) continue;
      const durations = this.#phases.get(until) ?? [];
      this.#phases.set(until, durations);
      durations.push(Math.max(0, atNs - previousNs));
      previousNs = Math.max(previousNs, atNs);
    }
  }

  #addFailure({ step, code, reason }: Trial & { status: 'failed' }): void {
    const key = `${step} ${code}`;
    const known = this.#failures.get(key);
    this.#failures.set(key, { step, code, reason: known?.reason ?? reason, count: (known?.count ?? 0) + 1 });
  }

  #coldStartSummary(): SubjectSummary['coldStart'] {
    const samplesNs = [...this.coldStarts.values()];
    const medianNs = median(samplesNs);
    const madNs = mad(samplesNs);
    if (medianNs === null || madNs === null) return null;
    const reach = OUTLIER_DEVIATIONS * MAD_SCALE * madNs;
    return {
      medianNs: medianEstimate(samplesNs, medianNs),
      p95Ns: quantile(samplesNs, 0.95),
      madNs,
      minNs: samplesNs.reduce((least, ns) => Math.min(least, ns)),
      maxNs: samplesNs.reduce((most, ns) => Math.max(most, ns)),
      outliers: samplesNs.filter((ns) => Math.abs(ns - medianNs) > reach).length,
      samplesNs,
    };
  }

  #phaseSummaries(): PhaseSummary[] {
    return PHASES.flatMap((phase) => {
      const medianNs = median(this.#phases.get(phase.until) ?? []);
      return medianNs === null ? [] : [{ ...phase, medianNs }];
    });
  }

  #memorySummary(): SubjectSummary['memory'] {
    const rss = median(this.#rssBytes);
    return {
      rssBytes: rss === null ? null : medianEstimate(this.#rssBytes, rss),
      peakRssBytes: median(this.#peakRssBytes),
      pssBytes: median(this.#pssBytes),
      source: this.#memorySource,
    };
  }
}

function overheadOf(
  subject: ReadonlyMap<number, Ns>,
  baseline: ReadonlyMap<number, Ns>,
): SubjectSummary['overhead'] {
  const pairs = pairBlocks(subject, baseline);
  const { difference, ratio, n } = pairedOverhead(pairs.subject, pairs.baseline);
  const [differenceNs, ratioEstimate] = [fromStats(difference, n), fromStats(ratio, n)];
  return differenceNs && ratioEstimate ? { differenceNs, ratio: ratioEstimate } : null;
}

const fromStats = ({ estimate, interval, reason }: StatsEstimate, n: number): Estimate | null =>
  estimate === null ? null : { value: estimate, interval, n, note: reason };

export function medianEstimate(samples: readonly number[], value: number): Estimate {
  const { interval, reason } = medianInterval(samples);
  return { value, interval, n: samples.length, note: reason };
}

function pushKnown(list: number[], value: number | null): void {
  if (value !== null) list.push(value);
}
