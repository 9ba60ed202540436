import { linearRegression } from 'simple-statistics';
import type { ResultRecord } from '../../model/schema.ts';
import type { Bytes } from '../../model/units.ts';

export type DensityRecord = Extract<ResultRecord, { kind: 'density' }>;
export type CompletedDensity = Extract<DensityRecord, { status: 'completed' }>;

/** Memory over the number of instances as a straight line. */
export interface MemoryLine {
  /** What one more instance takes: what it shares with nobody. */
  readonly marginalBytes: Bytes;
  /** What is there once, whatever the number: what all of them share. */
  readonly sharedBytes: Bytes;
}

/**
 * The memory of all instances together, every page counted once: what each has alone, and what they share, which is in
 * every one's resident set. Not the sum of their proportional sets: where the harness maps the same file, it takes its
 * part of the shared pages away from few instances, and the slope comes out too steep (see README.md). Null where the
 * source does not tell private pages.
 */
export function footprints({ counts, rssBytes, ussBytes }: CompletedDensity): Bytes[] | null {
  if (!rssBytes || !ussBytes) return null;
  return counts.map((count, index) => {
    const [rss = 0, uss = 0] = [rssBytes[index], ussBytes[index]];
    return uss + (rss - uss) / count;
  });
}

/** The least squares line of a round; null when a line cannot be told from so few counts. */
export function memoryLine(record: CompletedDensity): MemoryLine | null {
  const bytes = footprints(record);
  const line = bytes && fit(record.counts, bytes);
  return line && { marginalBytes: line.m, sharedBytes: line.b };
}

/** What the machine lost an instance, with all that their packaging brings along, and all that others did meanwhile. */
export function systemMarginal({ counts, availableBytes }: CompletedDensity): Bytes | null {
  const line = availableBytes && fit(counts, availableBytes);
  return line && -line.m;
}

const fit = (counts: readonly number[], bytes: readonly Bytes[]): { m: number; b: number } | null =>
  counts.length < 2 ? null : linearRegression(counts.map((count, index) => [count, bytes[index] ?? 0]));

/** By the names of DENSITY_METRICS. */
export function densityFigures(record: DensityRecord): ReadonlyMap<string, number> {
  const line = record.status === 'completed' ? memoryLine(record) : null;
  return new Map(line ? [['density.marginalBytes', line.marginalBytes]] : []);
}
