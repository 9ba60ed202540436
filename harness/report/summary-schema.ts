import { z } from 'zod';
import { machineSchema, STOP_REASONS } from '../model/schema.ts';
import { quietnessSchema } from '../model/schema-block.ts';
import { count } from '../model/schema-fields.ts';
import { skippedRunnerSchema } from '../model/schema-manifest.ts';
import { studySummariesSchema } from '../studies/summaries.ts';
import { JSON_SUMMARY_SCHEMA } from './json-summary.ts';
import { mergedSummarySchema } from './merged-schema.ts';
import { bytes, ns, subjectSummarySchema } from './subject-schema.ts';

const workloadSummarySchema = z
  .object({
    workload: z.string(),
    inProcessMedianNs: ns.nullable().describe('Median of calling the handler without any packaging.'),
    inputBytes: bytes,
    outputBytes: bytes,
  })
  .meta({ id: 'workloadSummary', description: 'What was called.' });

const blocksSchema = z
  .object({
    measured: count,
    warmup: count,
    discarded: count.describe('Run again by `--strict`; in no figure.'),
    disturbed: count.describe('Measured although the machine was disturbed.'),
  })
  .meta({ id: 'blocks', description: 'Blocks by what became of them.' });

/** What `coldbench show --json` and `bench --json` print; published as results/summary.schema.json. */
export const summarySchema = z
  .object({
    schema: z.literal(JSON_SUMMARY_SCHEMA),
    id: z.string().describe('Identifies the run.'),
    path: z.string().describe('The result set, which has the raw samples.'),
    startedAt: z.iso.datetime(),
    endedAt: z.iso.datetime().nullable().describe('Null for a run that was cut short.'),
    harnessVersion: z.string(),
    seed: count,
    complete: z.boolean().describe('False: the file has no `end` line; the run was cut short.'),
    stopReason: z.enum(STOP_REASONS).nullable().describe('Null for a run that was cut short.'),
    precision: z.number().describe('Half-width of the interval that was asked for; 0.02 is 2 %.'),
    blocks: blocksSchema,
    disturbances: z
      .record(z.string(), count)
      .describe('How many measured blocks had each kind of disturbance.'),
    quietness: quietnessSchema,
    measuringNs: ns.nullable().describe('Null for a run that was cut short.'),
    insideTrials: z
      .number()
      .nullable()
      .describe('Part of the measuring time spent inside trials, 0 to 1. Null for a run that was cut short.'),
    machine: machineSchema,
    tools: z.record(z.string(), z.string()),
    labels: z.record(z.string(), z.string()),
    workloads: z.array(workloadSummarySchema),
    subjects: z.array(subjectSummarySchema),
    studies: studySummariesSchema,
    skippedRunners: z.array(skippedRunnerSchema),
    merged: mergedSummarySchema
      .nullable()
      .describe('The parts of a plan that it was merged from. Null for the file of one run.'),
  })
  .meta({
    title: 'coldbench summary',
    description: 'What `coldbench show FILE --json` prints: nanoseconds, bytes, fractions; absent is null.',
  });
