import { z } from 'zod';
import type { Inferred } from '../../model/inferred.ts';
import { count } from '../../model/schema-fields.ts';
import { median } from '../../stats/index.ts';
import { spreadOf, spreadSchema } from '../spread.ts';
import {
  type BurstRecord,
  burstTimes,
  type CompletedBurst,
  type CompletedFromZero,
  type FromZeroRecord,
  waitsOf,
} from './figures.ts';

const spread = spreadSchema.nullable();

const atOnceSchema = z
  .object({
    count: count.describe('Cold starts at once.'),
    medianNs: spread.describe("Of each round, the median instance's time to its first response."),
    allAnsweredNs: spread.describe('Of each round, until the last instance had answered.'),
    timesOne: z
      .number()
      .nullable()
      .describe('`allAnsweredNs` divided by that of one start. Null without one of them.'),
    failed: count.describe('Instances that did not answer rightly, of all rounds.'),
    reason: z
      .string()
      .nullable()
      .describe('Of the first failure, or why it was not run. Null where all answered.'),
    skewNs: spread.describe('Of each round, how late the last instance was let go.'),
    harnessShare: z
      .number()
      .nullable()
      .describe(
        "Part of the time until all had answered in which the harness's own thread was busy, median.",
      ),
  })
  .meta({
    id: 'atOnce',
    description: 'Bursts of one size; rounds in which one failed count only as failures.',
  });

const fromZeroSummarySchema = z
  .object({
    requests: count,
    requestsPerSecond: z.number(),
    waited: spreadSchema.describe('Requests that arrived before the instance was ready or free.'),
    waitMedianNs: spread.describe(
      'Of each round, how long the median one of them waited. Null when none did.',
    ),
    waitLongestNs: spread.describe('Of each round, how long the unluckiest one waited. Null when none did.'),
    caughtUpNs: spread.describe(
      'Of each round, when a request first found the instance free, since the launch. Null when none did in any.',
    ),
  })
  .meta({ id: 'fromZeroSummary', description: 'What requests met whose instance was only being started.' });

export const burstSummarySchema = z
  .object({
    subject: z.string(),
    bursts: z.array(atOnceSchema).describe('Fewest first.'),
    fromZero: fromZeroSummarySchema.nullable().describe('Null when no round was completed.'),
    fromZeroReason: z.string().nullable().describe('Of the first failure. Null when there was none.'),
  })
  .meta({ id: 'burstSummary', description: 'Cold starts at once, and a scale from zero, of one subject.' });

export type BurstSummary = Inferred<typeof burstSummarySchema>;
type AtOnceSummary = BurstSummary['bursts'][number];

export function summarizeBursts(
  subject: string,
  records: readonly (BurstRecord | FromZeroRecord)[],
): BurstSummary {
  const own = records.filter((record) => record.subject === subject);
  const bursts = own.filter((record) => record.kind === 'burst');
  const zeros = own.filter((record) => record.kind === 'fromZero');
  const counts = [...new Set(bursts.map((record) => record.count))].sort((a, b) => a - b);
  const bySize = counts.map((size) => summarizeSize(bursts.filter((record) => record.count === size)));
  const one = bySize.find(({ count: size }) => size === 1)?.allAnsweredNs?.value;
  const timesOne = ({ allAnsweredNs }: AtOnceSummary) =>
    allAnsweredNs && one ? allAnsweredNs.value / one : null;
  return {
    subject,
    bursts: bySize.map((size) => ({ ...size, timesOne: timesOne(size) })),
    fromZero: summarizeZero(zeros.filter((record) => record.status === 'completed')),
    fromZeroReason: zeros.find((record) => record.status === 'failed')?.reason ?? null,
  };
}

function summarizeSize(records: readonly BurstRecord[]): AtOnceSummary {
  const completed = records.filter((record) => record.status === 'completed');
  const failed = records.flatMap((record) =>
    record.status === 'failed' ? record.firstResponseNs.filter((at) => at === null) : [],
  );
  const times = completed.map(burstTimes);
  const reason = records.find((record) => record.status !== 'completed');
  return {
    count: records[0]?.count ?? 0,
    medianNs: spreadOf(times.map(({ medianNs }) => medianNs)),
    allAnsweredNs: spreadOf(times.map(({ allAnsweredNs }) => allAnsweredNs)),
    timesOne: null,
    failed: failed.length,
    reason: reason?.status === 'failed' || reason?.status === 'skipped' ? reason.reason : null,
    skewNs: spreadOf(completed.map(({ launchNs }) => Math.max(...launchNs.map(Number)))),
    harnessShare: median(completed.map(busyShare)),
  };
}

const busyShare = (record: CompletedBurst): number =>
  Math.min(1, record.harnessBusyNs / burstTimes(record).allAnsweredNs);

function summarizeZero(records: readonly CompletedFromZero[]): BurstSummary['fromZero'] {
  const waits = records.map(waitsOf);
  const waited = spreadOf(waits.map(({ length }) => length));
  if (!waited) return null;
  const arrivalNs = records[0]?.arrivalNs ?? [];
  const some = waits.filter(({ length }) => length > 0);
  return {
    requests: arrivalNs.length,
    requestsPerSecond: arrivalNs.length < 2 ? 0 : ((arrivalNs.length - 1) * 1e9) / (arrivalNs.at(-1) ?? 1),
    waited,
    waitMedianNs: spreadOf(some.map((round) => median(round) ?? 0)),
    waitLongestNs: spreadOf(some.map((round) => Math.max(...round))),
    caughtUpNs: spreadOf(records.flatMap(caughtUp)),
  };
}

/** When the first request arrived that did not wait. */
function caughtUp({ readyNs, arrivalNs, latencyNs }: CompletedFromZero): number[] {
  const index = arrivalNs.findIndex((arrival, at) => {
    const freeNs = at === 0 ? readyNs : (arrivalNs[at - 1] ?? 0) + (latencyNs[at - 1] ?? 0);
    return arrival >= freeNs;
  });
  return index < 0 ? [] : [arrivalNs[index] ?? 0];
}
