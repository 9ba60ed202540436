import { z } from 'zod';
import type { Inferred } from '../../model/inferred.ts';
import { count } from '../../model/schema-fields.ts';
import { ns } from '../../report/subject-schema.ts';
import { type CompletedLoad, ENOUGH_FOR_P99, type LoadRecord } from './figures.ts';
import { decodeLatencies, latencyAt, mergeLatencies } from './histogram.ts';
import type { LoadPlan } from './plan.ts';
import { sloSchema } from './schema.ts';
import { holds } from './search.ts';

const latency = (what: string) => ns.nullable().describe(`${what} Null with fewer requests than it needs.`);

const sloSummarySchema = z
  .object({
    slo: sloSchema,
    highestPerSecond: z
      .number()
      .nullable()
      .describe('The highest measured rate that held it. Null when not even the lowest did.'),
    brokenPerSecond: z
      .number()
      .nullable()
      .describe('The lowest measured rate above it that did not. Null without one.'),
    steps: z
      .array(z.object({ requestsPerSecond: z.number(), latencyNs: ns.nullable(), held: z.boolean() }))
      .describe('What was measured, lowest rate first; a latency is null where nothing was answered.'),
  })
  .meta({ id: 'sloSummary', description: 'The search for the highest rate that holds a bound.' });

export const loadSummarySchema = z
  .object({
    subject: z.string(),
    requestsPerSecond: z.number().describe('The constant rate.'),
    rounds: count.describe('Rounds that were completed.'),
    sent: count.describe('Requests of all rounds.'),
    failed: count.describe('Those that were not answered rightly.'),
    p50Ns: latency('Of all rounds together.'),
    p90Ns: latency('Of all rounds together.'),
    p99Ns: latency('Of all rounds together.'),
    p999Ns: latency('Of all rounds together.'),
    maxNs: ns.nullable().describe('The largest. Null when nothing was answered.'),
    curve: z
      .object({ shares: z.array(z.number()), ns: z.array(z.number()) })
      .describe('The share of requests that took no longer than so many nanoseconds.'),
    lagP99Ns: ns
      .nullable()
      .describe(
        'How late the generator itself sent, 99th percentile of its worst round. Null without a round.',
      ),
    slo: sloSummarySchema.nullable().describe('Null when no bound was given.'),
    reason: z
      .string()
      .nullable()
      .describe('Of the first failure, or why it was skipped. Null when there was none.'),
  })
  .meta({
    id: 'loadSummary',
    description: 'Latency at a constant rate, counted from when each request was meant to be sent.',
  });

export type LoadSummary = Inferred<typeof loadSummarySchema>;

export function summarizeLoad(subject: string, records: readonly LoadRecord[], plan: LoadPlan): LoadSummary {
  const own = records.filter((record) => record.subject === subject);
  const rounds = own.filter((record) => !record.search);
  const completed = rounds.filter((record) => record.status === 'completed');
  const histogram = mergeLatencies(completed.map(({ histogram: text }) => text));
  const answered = histogram?.totalCount ?? 0;
  const at = (quantile: number, least: number): number | null =>
    histogram && answered >= least ? latencyAt(histogram, quantile) : null;
  const other = rounds.find((record) => record.status !== 'completed');
  const sum = (of: (record: CompletedLoad) => number): number =>
    completed.reduce((total, record) => total + of(record), 0);
  return {
    subject,
    requestsPerSecond: rounds[0]?.requestsPerSecond ?? plan.requestsPerSecond,
    rounds: completed.length,
    sent: sum(({ sent }) => sent),
    failed: sum((record) => record.sent - record.answered),
    p50Ns: at(0.5, 1),
    p90Ns: at(0.9, 10),
    p99Ns: at(0.99, ENOUGH_FOR_P99),
    p999Ns: at(0.999, 10 * ENOUGH_FOR_P99),
    maxNs: completed.length === 0 ? null : Math.max(...completed.map(({ maxNs }) => maxNs)),
    curve: curveOf(histogram && answered > 1 ? (share) => latencyAt(histogram, share) : null, answered),
    lagP99Ns: completed.length === 0 ? null : Math.max(...completed.map(({ lagP99Ns }) => lagP99Ns)),
    slo:
      plan.slo &&
      summarizeSearch(
        own.filter((record) => record.search),
        plan.slo,
      ),
    reason: other?.reason ?? null,
  };
}

/** Shares on the axis of percentile plots, up to the largest that so many requests have. */
function curveOf(at: ((share: number) => number) | null, answered: number): LoadSummary['curve'] {
  const curve: { shares: number[]; ns: number[] } = { shares: [], ns: [] };
  if (!at) return curve;
  const last = Math.log10(answered);
  for (let place = 0; place <= last + 1e-9; place += 0.1) {
    const share = 1 - 10 ** -place;
    curve.shares.push(share);
    curve.ns.push(at(Math.max(share, 1 / answered)));
  }
  return curve;
}

function summarizeSearch(records: readonly LoadRecord[], slo: NonNullable<LoadPlan['slo']>) {
  const steps = records
    .map((record) => ({
      requestsPerSecond: record.requestsPerSecond,
      latencyNs:
        record.status === 'completed' ? latencyAt(decodeLatencies(record.histogram), slo.quantile) : null,
      held: holds(record, slo),
    }))
    .sort((a, b) => a.requestsPerSecond - b.requestsPerSecond);
  const held = steps.filter((step) => step.held).map((step) => step.requestsPerSecond);
  const highestPerSecond = held.length === 0 ? null : Math.max(...held);
  const broken = steps
    .filter((step) => !step.held && step.requestsPerSecond > (highestPerSecond ?? 0))
    .map((step) => step.requestsPerSecond);
  return { slo, highestPerSecond, brokenPerSecond: broken.length === 0 ? null : Math.min(...broken), steps };
}
