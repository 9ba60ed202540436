import { z } from 'zod';
import type { Inferred } from '../../model/inferred.ts';
import { bytes, count } from '../../model/schema-fields.ts';
import { median } from '../../stats/index.ts';
import { spreadOf, spreadSchema } from '../spread.ts';
import type { LimitsRecord, MemoryFloorRecord } from './figures.ts';
import { UNLIMITED } from './plan.ts';

const spread = spreadSchema.nullable();

const limitedSchema = z
  .object({
    size: z.string(),
    cpus: z.number().nullable().describe('Null for no limit.'),
    memoryBytes: bytes.nullable().describe('Null for no limit.'),
    firstResponseNs: spread.describe('Launch to first response. Null where no round had it.'),
    timesUnlimited: z
      .number()
      .nullable()
      .describe('`firstResponseNs` divided by that without limits. Null without one of them.'),
    warmNs: spread.describe('Of each round, the median call after the first.'),
    throttledNs: spread.describe(
      'How long the guest was kept from running for its CPU limit, summed over CPUs.',
    ),
    peakBytes: spread.describe("The most memory that the guest's cgroup held."),
    tooSmall: count.describe('Rounds in which it did not start under this size.'),
    failed: count.describe('Rounds in which something else failed.'),
    reason: z
      .string()
      .nullable()
      .describe('Why it did not start, failed or was not run, the first time. Null where it always started.'),
  })
  .meta({ id: 'limited', description: 'Cold starts under one size.' });

export const limitsSummarySchema = z
  .object({
    subject: z.string(),
    sizes: z.array(limitedSchema).describe('`unlimited` first, then from much CPU to little.'),
    floorBytes: spread.describe(
      'The smallest memory limit under which it starts and answers. Null where none was found.',
    ),
    floorReason: z.string().nullable().describe('Why there is none. Null where there is one.'),
  })
  .meta({ id: 'limitsSummary', description: 'One subject under limits.' });

export type LimitsSummary = Inferred<typeof limitsSummarySchema>;
type Limited = LimitsSummary['sizes'][number];

export function summarizeLimits(
  subject: string,
  records: readonly (LimitsRecord | MemoryFloorRecord)[],
): LimitsSummary {
  const own = records.filter((record) => record.subject === subject);
  const starts = own.filter((record) => record.kind === 'limits');
  const floors = own.filter((record) => record.kind === 'memoryFloor');
  const names = [...new Set(starts.map(({ size }) => size))];
  const sizes = names.map((name) => summarizeSize(starts.filter(({ size }) => size === name)));
  const free = sizes.find(({ size }) => size === UNLIMITED.size)?.firstResponseNs?.value;
  const timesUnlimited = ({ firstResponseNs }: Limited) =>
    firstResponseNs && free ? firstResponseNs.value / free : null;
  const floorBytes = spreadOf(
    floors.flatMap((record) => (record.status === 'completed' ? (record.floorBytes ?? []) : [])),
  );
  return {
    subject,
    sizes: sizes
      .map((size) => ({ ...size, timesUnlimited: timesUnlimited(size) }))
      .sort((a, b) => more(b.cpus, a.cpus) || more(b.memoryBytes, a.memoryBytes)),
    floorBytes,
    floorReason: floorBytes === null ? floorReason(floors) : null,
  };
}

/** How much more the one limit grants than the other; none grants most. */
const more = (one: number | null, other: number | null): number =>
  one === other ? 0 : (one ?? Number.MAX_VALUE) - (other ?? Number.MAX_VALUE);

function summarizeSize(records: readonly LimitsRecord[]): Limited {
  const completed = records.filter((record) => record.status === 'completed');
  const [first] = records;
  return {
    size: first?.size ?? '',
    cpus: first?.cpus ?? null,
    memoryBytes: first?.memoryBytes ?? null,
    firstResponseNs: spreadOf(completed.flatMap((record) => record.firstResponseNs ?? [])),
    timesUnlimited: null,
    warmNs: spreadOf(completed.flatMap(({ warmNs }) => median(warmNs) ?? [])),
    throttledNs: spreadOf(completed.flatMap((record) => record.throttledNs ?? [])),
    peakBytes: spreadOf(completed.flatMap((record) => record.peakBytes ?? [])),
    tooSmall: completed.filter(({ tooSmall }) => tooSmall !== null).length,
    failed: records.filter(({ status }) => status === 'failed').length,
    reason: records.map(reasonOf).find((reason) => reason !== null) ?? null,
  };
}

const reasonOf = (record: LimitsRecord): string | null =>
  record.status === 'completed' ? record.tooSmall : record.reason;

function floorReason(floors: readonly MemoryFloorRecord[]): string | null {
  const [first] = floors;
  if (!first) return null;
  return first.status === 'completed' ? 'it did not start under the largest that was tried' : first.reason;
}
