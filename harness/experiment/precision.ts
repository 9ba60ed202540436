import { baselineOf } from '../model/baseline.ts';
import { conditionOf } from '../model/conditions.ts';
import type { Subject, Trial } from '../model/schema.ts';
import { EMPTY_SERIES, pairSeries, type Series } from '../model/series.ts';
import { type Interval, medianInterval, pairedOverhead } from '../stats/index.ts';
import { MIN_BLOCKS } from './plan.ts';

/** The half-width of an interval as a share of the estimate: what `--precision` asks about. */
export const relativeHalfWidth = (interval: Interval, estimate: number): number =>
  (interval.high - interval.low) / 2 / estimate;

/**
 * The stop rule: every subject's median cold start, and every overhead ratio against the baseline of its workload,
 * known to the asked precision. What begins otherwise than cold is measured along. Warm-up blocks and failed trials do not count.
 */
export class Precision {
  readonly #subjects: readonly Subject[];
  readonly #asked: number;
  readonly #coldStarts = new Map<string, Series>();

  constructor(subjects: readonly Subject[], asked: number) {
    this.#subjects = subjects.filter((subject) => conditionOf(subject) === 'cold');
    this.#asked = asked;
  }

  add(trial: Trial): void {
    if (trial.warmup || trial.status !== 'completed') return;
    const series = this.#coldStarts.get(trial.subject) ?? { blocks: [], values: [] };
    this.#coldStarts.set(trial.subject, series);
    series.blocks.push(trial.block);
    series.values.push(trial.firstResponseNs);
  }

  reached(measuredBlocks: number): boolean {
    if (measuredBlocks < MIN_BLOCKS) return false;
    return this.#subjects
      .filter(({ subject }) => this.#coldStarts.has(subject))
      .every((subject) => this.#medianKnown(subject) && this.#overheadKnown(subject));
  }

  #medianKnown({ subject }: Subject): boolean {
    const { interval } = medianInterval(this.#of(subject).values);
    return (
      interval !== null && relativeHalfWidth(interval, (interval.low + interval.high) / 2) <= this.#asked
    );
  }

  #overheadKnown(subject: Subject): boolean {
    const baseline = baselineOf(subject, this.#subjects);
    if (!baseline) return true;
    const pairs = pairSeries(this.#of(subject.subject), this.#of(baseline.subject));
    const { ratio } = pairedOverhead(pairs.a, pairs.b);
    return ratio.interval !== null && relativeHalfWidth(ratio.interval, ratio.estimate) <= this.#asked;
  }

  #of(subject: string): Series {
    return this.#coldStarts.get(subject) ?? EMPTY_SERIES;
  }
}
