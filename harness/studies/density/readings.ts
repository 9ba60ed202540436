import type { ResourceReading } from '../../../runners/runner.ts';
import type { Bytes } from '../../model/units.ts';

const SETS = ['rssBytes', 'pssBytes', 'ussBytes'] as const;
type SetName = (typeof SETS)[number];

/** What was read at each count, as the record has it: sums over all instances. */
export class Readings {
  readonly counts: number[] = [];
  #source = 'nothing was read';
  readonly #sums: Record<SetName, (Bytes | null)[]> = { rssBytes: [], pssBytes: [], ussBytes: [] };
  readonly #availableBytes: (Bytes | null)[] = [];

  add(readings: readonly ResourceReading[], availableBytes: Bytes | null): void {
    this.counts.push(readings.length);
    this.#source = readings[0]?.source ?? this.#source;
    for (const name of SETS) this.#sums[name].push(sumOf(readings.map((reading) => reading[name])));
    this.#availableBytes.push(availableBytes);
  }

  /** An instance's part of all memory that was read last, every page counted once where that can be told. */
  get lastBytesEach(): Bytes | null {
    const [count, rss, uss] = [this.counts.at(-1), this.#sums.rssBytes.at(-1), this.#sums.ussBytes.at(-1)];
    if (!count || rss === null || rss === undefined) return null;
    return uss === null || uss === undefined ? rss / count : uss / count + (rss - uss) / count ** 2;
  }

  /** A figure that the source did not tell once is null as a whole. */
  get columns() {
    return {
      counts: this.counts,
      source: this.#source,
      rssBytes: whole(this.#sums.rssBytes),
      pssBytes: whole(this.#sums.pssBytes),
      ussBytes: whole(this.#sums.ussBytes),
      availableBytes: whole(this.#availableBytes),
    };
  }
}

function sumOf(values: readonly (Bytes | null)[]): Bytes | null {
  let sum = 0;
  for (const value of values) {
    if (value === null) return null;
    sum += value;
  }
  return sum;
}

function whole(values: readonly (Bytes | null)[]): Bytes[] | null {
  const known = values.filter((value) => value !== null);
  return known.length === values.length ? known : null;
}
