import type { Ns } from '../model/units.ts';
import { quantile, Sorted } from '../stats/index.ts';

/** Latencies of a subject's warm calls: entry i of both is one point. */
export interface WarmCurve {
  /** Share of the calls that took no longer, 0 to 1. */
  readonly shares: readonly number[];
  readonly ns: readonly Ns[];
}

const CHUNK = 65_536;
const POINTS_A_DECADE = 20;

/**
 * Warm latencies of all trials of a subject together. Kept as 32-bit floats, 4 bytes a call with a relative error
 * below 1e-7, so that a large file does not need its own size in memory.
 */
export class WarmSamples {
  length = 0;
  readonly #chunks: Float32Array[] = [];

  add(trialNs: readonly Ns[]): void {
    for (const ns of trialNs) {
      const chunk = this.#chunks[Math.floor(this.length / CHUNK)] ?? this.#grow();
      chunk[this.length % CHUNK] = ns;
      this.length += 1;
    }
  }

  /** Null below 100 calls: the largest of fewer says nothing about one call in a hundred. */
  p99(): Ns | null {
    if (this.length < 100) return null;
    const value = quantile(this.#all(), 0.99);
    return value === null ? null : Math.round(value);
  }

  /**
   * Quantiles evenly spaced on the axis of HdrHistogram's percentile plots, log(1 / (1 - share)), as far as the number of
   * calls goes: of 1,000 calls the last is the 99.9th percentile.
   */
  curve(): WarmCurve {
    const all = Sorted.of(this.#all());
    const last = Math.ceil(Math.log10(Math.max(1, this.length)) * POINTS_A_DECADE);
    const shares = Array.from({ length: this.length === 0 ? 0 : last + 1 }, (_, i) =>
      Math.min(1 - 10 ** (-i / POINTS_A_DECADE), 1 - 1 / this.length),
    );
    return { shares, ns: shares.map((share) => Math.round(quantile(all, share) ?? Number.NaN)) };
  }

  #all(): Float64Array {
    const all = new Float64Array(this.length);
    this.#chunks.forEach((chunk, index) => {
      all.set(chunk.subarray(0, this.length - index * CHUNK), index * CHUNK);
    });
    return all;
  }

  #grow(): Float32Array {
    const chunk = new Float32Array(CHUNK);
    this.#chunks.push(chunk);
    return chunk;
  }
}
