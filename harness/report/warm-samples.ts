import type { Ns } from '../model/units.ts';
import { quantile } from '../stats/index.ts';

const CHUNK = 65_536;

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
    const all = new Float64Array(this.length);
    this.#chunks.forEach((chunk, index) => {
      all.set(chunk.subarray(0, this.length - index * CHUNK), index * CHUNK);
    });
    const value = quantile(all, 0.99);
    return value === null ? null : Math.round(value);
  }

  #grow(): Float32Array {
    const chunk = new Float32Array(CHUNK);
    this.#chunks.push(chunk);
    return chunk;
  }
}
