import type { Subject, Trial } from '../model/schema.ts';
import type { Ns } from '../model/units.ts';
import { type Interval, medianInterval, pairedOverhead } from '../stats/index.ts';
import { MIN_BLOCKS } from './plan.ts';

/** The half-width of an interval as a share of the estimate: what `--precision` asks about. */
export const relativeHalfWidth = (interval: Interval, estimate: number): number =>
  (interval.high - interval.low) / 2 / estimate;

/**
 * The stop rule: every subject's median cold start, and every overhead ratio against the baseline of its workload,
 * known to the asked precision. Warm-up blocks and failed trials do not count.
 */
export class Precision {
  readonly #subjects: readonly Subject[];
  readonly #asked: number;
  /** Per subject, cold start by block. */
  readonly #coldStarts = new Map<string, Map<number, Ns>>();

  constructor(subjects: readonly Subject[], asked: number) {
    this.#subjects = subjects;
    this.#asked = asked;
  }

  add(trial: Trial): void {
    if (trial.warmup || trial.status !== 'completed') return;
    const byBlock = this.#coldStarts.get(trial.subject) ?? new Map<number, Ns>();
    this.#coldStarts.set(trial.subject, byBlock.set(trial.block, trial.firstResponseNs));
  }

  reached(measuredBlocks: number): boolean {
    if (measuredBlocks < MIN_BLOCKS) return false;
    return this.#subjects
      .filter(({ subject }) => this.#coldStarts.has(subject))
      .every((subject) => this.#medianKnown(subject) && this.#overheadKnown(subject));
  }

  #medianKnown({ subject }: Subject): boolean {
    const samples = [...(this.#coldStarts.get(subject)?.values() ?? [])];
    const { interval } = medianInterval(samples);
    return (
      interval !== null && relativeHalfWidth(interval, (interval.low + interval.high) / 2) <= this.#asked
    );
  }

  #overheadKnown({ subject, workload, runner }: Subject): boolean {
    const baseline = this.#subjects.find(
      (other) => other.workload === workload && other.runner === 'process',
    );
    if (!baseline || runner === 'process') return true;
    const pairs = pairBlocks(this.#coldStarts.get(subject), this.#coldStarts.get(baseline.subject));
    const { ratio } = pairedOverhead(pairs.subject, pairs.baseline);
    return ratio.interval !== null && relativeHalfWidth(ratio.interval, ratio.estimate) <= this.#asked;
  }
}

/** The figures of the blocks that both subjects completed, aligned. */
export function pairBlocks(
  subject: ReadonlyMap<number, Ns> = new Map(),
  baseline: ReadonlyMap<number, Ns> = new Map(),
): { subject: Ns[]; baseline: Ns[] } {
  const blocks = [...subject.keys()].filter((block) => baseline.has(block));
  const pick = (map: ReadonlyMap<number, Ns>): Ns[] => blocks.flatMap((block) => map.get(block) ?? []);
  return { subject: pick(subject), baseline: pick(baseline) };
}
