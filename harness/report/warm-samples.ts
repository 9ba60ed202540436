import type { Ns } from '../model/units.ts';
import { median, quantile } from '../stats/index.ts';
import { medianEstimate } from './subject-summary.ts';
import type { SubjectSummary } from './summary-types.ts';

const CHUNK = 65_536;

/**
 * Warm latencies of all trials of a subject. The median is taken a trial at a time, since calls of one process are
 * alike and only another process is another sample; p99 is of all calls together. Kept as 32-bit floats, 4 bytes a
 * call with a relative error below 1e-7, so that a large file does not need its own size in memory.
 */
export class WarmSamples {
  readonly #warmupShare: number;
  readonly #trialMedians: Ns[] = [];
  readonly #chunks: Float32Array[] = [];
  #length = 0;

  /** @param warmupShare the part of each trial's calls, from the first on, that is left out. */
  constructor(warmupShare: number) {
    this.#warmupShare = warmupShare;
  }

  add(trialNs: readonly Ns[]): void {
    const measured = trialNs.slice(Math.floor(trialNs.length * this.#warmupShare));
    const middle = median(measured);
    if (middle === null) return;
    this.#trialMedians.push(middle);
    for (const ns of measured) this.#push(ns);
  }

  summarize(inProcessMedianNs: Ns | null): SubjectSummary['warm'] {
    const middle = median(this.#trialMedians);
    if (middle === null) return null;
    return {
      p50Ns: medianEstimate(this.#trialMedians, middle),
      p99Ns: this.#p99(),
      calls: this.#length,
      ratioToInProcess: inProcessMedianNs ? middle / inProcessMedianNs : null,
    };
  }

  /** Null below 100 calls: the largest of fewer says nothing about one call in a hundred. */
  #p99(): Ns | null {
    if (this.#length < 100) return null;
    const all = new Float64Array(this.#length);
    this.#chunks.forEach((chunk, index) => {
      all.set(chunk.subarray(0, this.#length - index * CHUNK), index * CHUNK);
    });
    const value = quantile(all, 0.99);
    return value === null ? null : Math.round(value);
  }

  #push(ns: Ns): void {
    const chunk = this.#chunks[Math.floor(this.#length / CHUNK)] ?? this.#grow();
    chunk[this.#length % CHUNK] = ns;
    this.#length += 1;
  }

  #grow(): Float32Array {
    const chunk = new Float32Array(CHUNK);
    this.#chunks.push(chunk);
    return chunk;
  }
}
