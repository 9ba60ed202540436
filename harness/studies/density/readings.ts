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

  get lastRssBytes(): Bytes | null {
    return this.#sums.rssBytes.at(-1) ?? null;
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
