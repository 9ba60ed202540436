import { z } from 'zod';
import { count, ns, subjectId } from '../../model/schema-fields.ts';

/** A bound on latency: `p99<20ms` is `{ quantile: 0.99, limitNs: 20_000_000 }`. */
export const sloSchema = z
  .looseObject({
    quantile: z.number().min(0).max(1).describe('Of the latencies; 1 is the largest.'),
    limitNs: ns.describe('What it must stay below.'),
  })
  .meta({ id: 'slo', description: 'A bound on latency that a rate has to hold.' });

/** What `--conditions load` was asked to do; kept in the manifest's plan. */
export const loadPlanSchema = z
  .looseObject({
    requestsPerSecond: z.number().positive().describe('The constant rate, whatever becomes of the requests.'),
    durationNs: ns.describe('How long requests are sent and measured.'),
    warmupNs: ns.describe('How long they are sent before that, and not measured.'),
    rounds: count.min(1).describe('How often each subject is measured, each time with a new guest.'),
    connections: count.min(1).describe('Connections at most; a request that finds none free waits.'),
    slo: sloSchema
      .nullable()
      .describe('The highest rate that holds this bound is searched for. Null when it is not.'),
  })
  .meta({ id: 'loadPlan', description: 'What the study `load` does.' });

const place = {
  kind: z.literal('load').describe('Always `load`.'),
  subject: subjectId,
  round: count.describe(
    'Number of the round: 0 and up; each has every subject, in random order. Of a search: of the step.',
  ),
  search: z.boolean().describe('True for a step of the search for the highest rate that holds `slo`.'),
  requestsPerSecond: z.number().positive().describe('The rate at which requests were meant to be sent.'),
};

const figures = {
  sent: count.describe('Requests that were measured, the warm-up left out.'),
  answered: count.describe('Those that were answered rightly.'),
  failures: z.record(z.string(), count).describe('Those that were not, by what happened.'),
  sendingNs: ns.describe('From the first measured request to the last one, as they were sent.'),
  histogram: z
    .string()
    .describe(
      'Latencies in ns, each from the instant at which its request was meant to be sent: HdrHistogram, V2, compressed, base64.',
    ),
  maxNs: ns.describe('The largest of them.'),
  lagP99Ns: ns.describe(
    '99th percentile of how late the generator sent its requests: its own part in latencies.',
  ),
  lagMaxNs: ns.describe('The largest of them.'),
};

export const loadSchema = z
  .discriminatedUnion('status', [
    z.looseObject({ ...place, status: z.literal('completed').describe('`completed`.'), ...figures }).meta({
      id: 'completedLoad',
      description: 'Requests at a constant rate, of which every one was answered rightly.',
    }),
    z
      .looseObject({
        ...place,
        status: z.literal('failed').describe('`failed`.'),
        code: z.string().describe('Stable name of the error, meant for scripts.'),
        reason: z.string().describe('What happened.'),
      })
      .meta({ id: 'failedLoad', description: 'Requests at a constant rate that could not be measured.' }),
    z
      .looseObject({
        ...place,
        status: z.literal('skipped').describe('`skipped`.'),
        reason: z.string().describe('Why it was not run.'),
      })
      .meta({ id: 'skippedLoad', description: 'One that was planned and not run.' }),
  ])
  .meta({ description: 'One stretch of load.' });
