import { z } from 'zod';
import { MILESTONES } from '../model/milestones.ts';
import { SHARES } from '../model/phases.ts';
import { count, emulated, engine, isolation, startCondition } from '../model/schema-fields.ts';
import type { Bytes, Ns } from '../model/units.ts';

/**
 * What a summary says of one subject, as `--json` prints it: the schema is published in results/, and the types of
 * summary-types.ts are inferred from it. Its descriptions are the documentation of the fields.
 */

/** Medians need not be whole numbers. */
export const ns: z.ZodType<Ns> = z.number();
export const bytes: z.ZodType<Bytes> = z.number();

export const estimateSchema = z
  .object({
    value: z.number(),
    interval: z
      .object({
        low: z.number(),
        high: z.number(),
        level: z.number().describe('0.95 is 95 %.'),
        method: z.string().describe('How the interval was found.'),
      })
      .nullable()
      .describe('Null when n is too small for one.'),
    n: count.describe('Samples that it rests on.'),
    note: z.string().nullable().describe('Why there is no interval. Null where there is one.'),
  })
  .meta({ id: 'estimate', description: 'A figure with its interval, in the unit that its key names.' });

const phaseSummarySchema = z
  .object({
    until: z.enum(MILESTONES).describe('The milestone that ends the phase.'),
    label: z.string().describe('Its name for people.'),
    share: z.enum(SHARES).describe('Whose time it is.'),
    medianNs: ns.describe("Median over the trials of the phase's duration."),
  })
  .meta({ id: 'phaseSummary', description: 'A part of the cold start.' });

const failureSummarySchema = z
  .object({
    step: z.string().describe('How far the trials came.'),
    code: z.string().describe('Stable name of the error, meant for scripts.'),
    reason: z.string().describe('Of the first of them.'),
    count,
  })
  .meta({ id: 'failureSummary', description: 'Failures of one kind: the same step and code.' });

const coldStartSchema = z
  .object({
    medianNs: estimateSchema,
    p95Ns: ns.nullable().describe('Null when there are too few trials.'),
    madNs: ns.describe('Median absolute deviation from the median.'),
    minNs: ns,
    maxNs: ns,
    outliers: count.describe('Beyond 3 scaled MAD of the median; marked and counted, never removed.'),
  })
  .meta({ id: 'coldStart', description: 'From the launch to the last byte of the first verified response.' });

const warmSchema = z
  .object({
    p50Ns: estimateSchema.describe("Median over trials of each trial's own median."),
    p99Ns: ns.nullable().describe('Of all calls of all trials together. Null below 100 calls.'),
    calls: count.describe('Calls without the warm-up of each trial.'),
    ratioToInProcess: z
      .number()
      .nullable()
      .describe('p50 divided by the in-process median of the same workload. Null when there is none.'),
  })
  .meta({ id: 'warm', description: 'Calls after the first, one after the other on one connection.' });

const memorySchema = z
  .object({
    rssBytes: estimateSchema.nullable().describe('Resident set after the warm calls.'),
    peakRssBytes: bytes.nullable(),
    pssBytes: bytes.nullable(),
    ussBytes: bytes
      .nullable()
      .describe('Pages of the guest alone; RSS without it is what it shares with others.'),
    source: z.string().describe('Where the figures come from.'),
  })
  .meta({ id: 'memory', description: 'Medians over the trials; null where the source does not tell.' });

export const subjectSummarySchema = z
  .object({
    subject: z.string(),
    workload: z.string(),
    runner: z.string(),
    variant: z.string(),
    condition: startCondition.describe('How its trials began.'),
    isolation: isolation.nullable().describe('Null in older files, which do not tell.'),
    engine: engine.nullable().describe('Null in older files, which do not tell.'),
    emulated: emulated.nullable().describe(`${emulated.description} Null where none did.`),
    runtime: z
      .string()
      .nullable()
      .describe('The runtime and its version, as in `node v20.20.2`. Null when the artifact does not tell.'),
    trials: z.object({ completed: count, failed: count, skipped: count, warmup: count }),
    coldStart: coldStartSchema.nullable().describe('Null when no trial was completed.'),
    phases: z.array(phaseSummarySchema).describe('In order; without those that the packaging does not have.'),
    overhead: z
      .object({ differenceNs: estimateSchema, ratio: estimateSchema })
      .nullable()
      .describe(
        'Against the `process` subject of the same workload and condition, paired within blocks. Null for that subject itself, and without it.',
      ),
    warm: warmSchema.nullable().describe('Null without warm calls.'),
    memory: memorySchema.nullable(),
    coldCpuNs: ns.nullable().describe('CPU time of the guest until after its first response.'),
    artifactBytes: bytes.nullable().describe('Null when it could not be packaged.'),
    noSuchStart: z
      .string()
      .nullable()
      .describe('Why it cannot be started under its condition here. Null where it can.'),
    failures: z.array(failureSummarySchema),
  })
  .meta({
    id: 'subjectSummary',
    description:
      'One row. Everything is of measured trials: warm-up blocks are counted, and left out of every figure.',
  });
