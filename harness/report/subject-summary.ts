import { conditionOf } from '../model/conditions.ts';
import { measuredWarm } from '../model/metrics.ts';
import { NO_SUCH_START } from '../model/never-ran.ts';
import { phasesOf } from '../model/phases.ts';
import type { Plan, Subject, Trial } from '../model/schema.ts';
import { pairSeries, type Series, SubjectSeries } from '../model/series.ts';
import type { Ns } from '../model/units.ts';
import { median, pairedOverhead, type Estimate as StatsEstimate } from '../stats/index.ts';
import type { Estimate, FailureSummary, PhaseSummary, SubjectSummary } from './summary-types.ts';
import { medianEstimate, timesSummary } from './times-summary.ts';
import { type WarmCurve, WarmSamples } from './warm-samples.ts';

/** Collects one subject's trials, keeping what its summary needs and no trial itself. */
export class SubjectCollector {
  readonly series: SubjectSeries;
  readonly #counts = { completed: 0, failed: 0, skipped: 0, warmup: 0 };
  readonly #warm = new WarmSamples();
  readonly #pssBytes: number[] = [];
  readonly #ussBytes: number[] = [];
  readonly #peakRssBytes: number[] = [];
  readonly #failures = new Map<string, FailureSummary>();
  #memorySource = '';
  #noSuchStart: string | null = null;

  constructor(subject: Subject, plan: Plan) {
    this.series = new SubjectSeries(subject, plan);
  }

  add(trial: Trial): void {
    if (trial.warmup) {
      this.#counts.warmup += 1;
      return;
    }
    this.#counts[trial.status] += 1;
    if (trial.status === 'failed') this.#addFailure(trial);
    if (trial.status === 'skipped' && trial.code === NO_SUCH_START) this.#noSuchStart = trial.reason;
    if (trial.status !== 'completed') return;
    this.series.add(trial);
    this.#warm.add(measuredWarm(trial.warmNs, this.series.plan));
    const { pssBytes, ussBytes, peakRssBytes, source } = trial.warmResources;
    if (pssBytes !== null) this.#pssBytes.push(pssBytes);
    if (ussBytes !== null) this.#ussBytes.push(ussBytes);
    if (peakRssBytes !== null) this.#peakRssBytes.push(peakRssBytes);
    this.#memorySource = source;
  }

  summarize(baseline: SubjectCollector | null, inProcessMedianNs: Ns | null): SubjectSummary {
    const { subject, workload, runner, variant } = this.series.subject;
    const condition = conditionOf(this.series.subject);
    const coldStarts = this.series.of('coldStart');
    return {
      subject,
      workload,
      runner,
      variant,
      condition,
      isolation: this.series.subject.isolation ?? null,
      engine: this.series.subject.engine ?? null,
      emulated: this.series.subject.emulated ?? null,
      runtime: runtimeOf(this.series.artifact),
      trials: { ...this.#counts },
      coldStart: timesSummary(coldStarts.values),
      phases: this.#phaseSummaries(),
      overhead:
        baseline && baseline !== this ? overheadOf(coldStarts, baseline.series.of('coldStart')) : null,
      warm: this.#warmSummary(inProcessMedianNs),
      memory: this.#memorySummary(),
      coldCpuNs: median(this.series.of('coldCpu').values),
      artifactBytes: this.series.artifact?.sizeBytes ?? null,
      noSuchStart: this.#noSuchStart,
      failures: [...this.#failures.values()],
    };
  }

  /** How long warm calls take: the quantiles that so many calls can have, up to the largest. */
  warmCurve(): WarmCurve {
    return this.#warm.curve();
  }

  #addFailure({ step, code, reason }: Trial & { status: 'failed' }): void {
    const key = `${step} ${code}`;
    const known = this.#failures.get(key);
    this.#failures.set(key, { step, code, reason: known?.reason ?? reason, count: (known?.count ?? 0) + 1 });
  }

  #phaseSummaries(): PhaseSummary[] {
    return phasesOf(conditionOf(this.series.subject)).flatMap((phase) => {
      const medianNs = median(this.series.of(`phase.${phase.until}`).values);
      return medianNs === null ? [] : [{ ...phase, medianNs }];
    });
  }

  /** p50: calls of one process are alike, and only another process is another sample; p99: of all calls together. */
  #warmSummary(inProcessMedianNs: Ns | null): SubjectSummary['warm'] {
    const p50Ns = medianEstimate(this.series.of('warmP50').values);
    if (p50Ns === null) return null;
    return {
      p50Ns,
      p99Ns: this.#warm.p99(),
      calls: this.#warm.length,
      ratioToInProcess: inProcessMedianNs ? p50Ns.value / inProcessMedianNs : null,
    };
  }

  #memorySummary(): SubjectSummary['memory'] {
    return {
      rssBytes: medianEstimate(this.series.of('rss').values),
      peakRssBytes: median(this.#peakRssBytes),
      pssBytes: median(this.#pssBytes),
      ussBytes: median(this.#ussBytes),
      source: this.#memorySource,
    };
  }
}

/** The runtimes that artifacts name in their details. */
const RUNTIMES = ['node', 'bun', 'deno', 'workerd'] as const;

function runtimeOf(artifact: SubjectSeries['artifact']): string | null {
  const name = RUNTIMES.find((one) => typeof artifact?.details[one] === 'string');
  return name === undefined ? null : `${name} ${artifact?.details[name]}`;
}

function overheadOf(subject: Series, baseline: Series): SubjectSummary['overhead'] {
  const pairs = pairSeries(subject, baseline);
  const { difference, ratio, n } = pairedOverhead(pairs.a, pairs.b);
  const [differenceNs, ratioEstimate] = [fromStats(difference, n), fromStats(ratio, n)];
  return differenceNs && ratioEstimate ? { differenceNs, ratio: ratioEstimate } : null;
}

const fromStats = ({ estimate, interval, reason }: StatsEstimate, n: number): Estimate | null =>
  estimate === null ? null : { value: estimate, interval, n, note: reason };
