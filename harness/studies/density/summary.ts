import { z } from 'zod';
import type { Inferred } from '../../model/inferred.ts';
import { count } from '../../model/schema-fields.ts';
import type { Bytes } from '../../model/units.ts';
import { bytes, estimateSchema, ns } from '../../report/subject-schema.ts';
import { meanInterval, median } from '../../stats/index.ts';
import { spreadOf, spreadSchema } from '../spread.ts';
import {
  type CompletedDensity,
  type DensityRecord,
  footprints,
  memoryLine,
  systemMarginal,
} from './figures.ts';

const GIB: Bytes = 2 ** 30;
/** Sizes of machines, or of shares of them, that people ask about. */
const ROOMS: readonly Bytes[] = [GIB, 4 * GIB, 16 * GIB];

export const densitySummarySchema = z
  .object({
    subject: z.string(),
    marginalBytes: estimateSchema
      .nullable()
      .describe(
        "What one more instance takes of its own: mean of the rounds' slopes. Null when nobody can tell.",
      ),
    sharedBytes: spreadSchema
      .nullable()
      .describe('What all instances share, and is there once. Null when nobody can tell.'),
    systemMarginalBytes: estimateSchema
      .nullable()
      .describe(
        'What the machine lost an instance, whoever took it: the packaging with all that it brings along, and what others did meanwhile. Null when nobody can tell.',
      ),
    systemTold: z
      .boolean()
      .describe('False when `systemMarginalBytes` cannot be told from what others did meanwhile.'),
    memory: z
      .array(z.object({ count, bytes }))
      .describe('All instances together, every page counted once: medians over the rounds.'),
    starts: z
      .array(z.object({ count, medianNs: ns }))
      .describe('The start of the instances that made up this number: launch to first response, medians.'),
    fits: z
      .array(z.object({ roomBytes: bytes, instances: count }))
      .describe('About how many fit into so much memory, of which `sharedBytes` are gone at once.'),
    fitsBy: z
      .enum(['own', 'system'])
      .describe(
        '`system`: by `systemMarginalBytes`, where the packaging brings so much along that the rounds agree on it; `own`: by `marginalBytes`.',
      ),
    rounds: count.describe('Completed rounds.'),
    failed: count.describe('Rounds in which an instance failed.'),
    reason: z
      .string()
      .nullable()
      .describe('Of the first failure, or what ended a climb early. Null when nothing did.'),
  })
  .meta({ id: 'densitySummary', description: 'Instances of one subject side by side.' });

export type DensitySummary = Inferred<typeof densitySummarySchema>;

export function summarizeDensity(subject: string, records: readonly DensityRecord[]): DensitySummary {
  const own = records.filter((record) => record.subject === subject);
  const completed = own.filter((record) => record.status === 'completed');
  const lines = completed.flatMap((record) => memoryLine(record) ?? []);
  const marginalBytes = estimateOf(lines.map((line) => line.marginalBytes));
  const sharedBytes = spreadOf(lines.map((line) => line.sharedBytes));
  const systemMarginalBytes = estimateOf(completed.flatMap((record) => systemMarginal(record) ?? []));
  const fitsBy = isMore(marginalBytes, systemMarginalBytes) ? 'system' : 'own';
  const basis = fitsBy === 'system' ? systemMarginalBytes : marginalBytes;
  return {
    subject,
    marginalBytes,
    sharedBytes,
    systemMarginalBytes,
    systemTold: isTold(marginalBytes, systemMarginalBytes),
    memory: memoryOf(completed),
    starts: startsOf(completed),
    fits: fitsOf(basis?.value ?? null, sharedBytes?.value ?? 0),
    fitsBy,
    rounds: completed.length,
    failed: own.filter(({ status }) => status === 'failed').length,
    reason: own.map(reasonOf).find((reason) => reason !== null) ?? null,
  };
}

function estimateOf(slopes: readonly number[]): DensitySummary['marginalBytes'] {
  const { estimate, interval, reason } = meanInterval(slopes);
  return estimate === null ? null : { value: estimate, interval, n: slopes.length, note: reason };
}

/**
 * Whether others left something to be told: the rounds agree to a quarter, and the loss may be as much as what the
 * instances have of their own. Less than that is somebody else's, or that of a cgroup in which they are not.
 */
function isTold(own: DensitySummary['marginalBytes'], system: DensitySummary['marginalBytes']): boolean {
  if (!own || !system?.interval) return false;
  const { low, high } = system.interval;
  return low > 0 && (high - low) / 2 <= system.value / 4 && high >= own.value;
}

/** What the machine lost counts where it is told, and surely more than the instances' own pages. */
const isMore = (own: DensitySummary['marginalBytes'], system: DensitySummary['marginalBytes']): boolean =>
  isTold(own, system) && (system?.interval?.low ?? 0) > (own?.value ?? 0);

function reasonOf(record: DensityRecord): string | null {
  return record.status === 'completed' ? record.endReason : record.reason;
}

/** Counts that some rounds did not reach are of those that did. */
const countsOf = (records: readonly CompletedDensity[]): number[] =>
  [...new Set(records.flatMap(({ counts }) => counts))].sort((a, b) => a - b);

function memoryOf(records: readonly CompletedDensity[]): DensitySummary['memory'] {
  return countsOf(records).flatMap((size) => {
    const value = median(
      records.flatMap((record) => footprints(record)?.[record.counts.indexOf(size)] ?? []),
    );
    return value === null ? [] : [{ count: size, bytes: value }];
  });
}

function startsOf(records: readonly CompletedDensity[]): DensitySummary['starts'] {
  return countsOf(records).flatMap((size) => {
    const medians = records.flatMap(({ counts, startNs }) => {
      const step = counts.indexOf(size);
      if (step < 0) return [];
      return median(startNs.slice(counts[step - 1] ?? 0, size)) ?? [];
    });
    const value = median(medians);
    return value === null ? [] : [{ count: size, medianNs: value }];
  });
}

function fitsOf(marginalBytes: Bytes | null, sharedBytes: Bytes): DensitySummary['fits'] {
  if (marginalBytes === null || marginalBytes <= 0) return [];
  return ROOMS.map((roomBytes) => ({
    roomBytes,
    instances: Math.max(0, Math.floor((roomBytes - sharedBytes) / marginalBytes)),
  }));
}
