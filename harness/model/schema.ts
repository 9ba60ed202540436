import { z } from 'zod';
import { STUDY_RECORD_SCHEMAS } from '../studies/records.ts';
import { blockSchema } from './schema-block.ts';
import { calibrationSchema } from './schema-calibration.ts';
import { bytes, count, facts, ns, STOP_REASONS, sha256, subjectId, workloadName } from './schema-fields.ts';
import type { machineSchema } from './schema-machine.ts';
import {
  manifestSchema,
  type planSchema,
  type skippedRunnerSchema,
  type subjectSchema,
} from './schema-manifest.ts';
import { type mergedSchema, partSchema, type planPartSchema } from './schema-part.ts';
import {
  type completedTrialSchema,
  type evictionSchema,
  type failedTrialSchema,
  type skippedTrialSchema,
  trialSchema,
} from './schema-trial.ts';

export { blockSchema } from './schema-block.ts';
export { calibrationSchema } from './schema-calibration.ts';
export { STOP_REASONS } from './schema-fields.ts';
export { machineSchema } from './schema-machine.ts';
export { manifestSchema, planSchema, SCHEMA_VERSION, subjectSchema } from './schema-manifest.ts';
export { partSchema } from './schema-part.ts';
export {
  completedTrialSchema,
  failedTrialSchema,
  milestoneFields,
  skippedTrialSchema,
  trialSchema,
} from './schema-trial.ts';

export const workloadSchema = z
  .looseObject({
    kind: z.literal('workload').describe('Always `workload`.'),
    workload: workloadName,
    inputSha256: sha256.describe('SHA-256 of the event, JSON text in UTF-8.'),
    inputBytes: bytes.describe('Size of the event.'),
    outputSha256: sha256.describe('SHA-256 that every answer must have.'),
    outputBytes: bytes.describe('Size of the answer.'),
    outputSource: z
      .enum(['recorded', 'inProcess'])
      .describe(
        '`recorded`: shipped with the workload; `inProcess`: what the handler answered in-process in this run.',
      ),
    handlerSha256: sha256
      .nullable()
      .optional()
      .describe(
        'SHA-256 of the handler bundled with its dependencies, which stays in the cache for `--baseline-artifact`. Null when it was not kept.',
      ),
    inProcessNs: z
      .array(ns)
      .describe('The handler called in-process, measured with tinybench: what warm overheads are against.'),
  })
  .meta({ id: 'workload', description: 'What is called, and how long that takes without any packaging.' });

export const artifactSchema = z
  .looseObject({
    kind: z.literal('artifact').describe('Always `artifact`.'),
    subject: subjectId,
    sizeBytes: bytes.describe('Everything the packaging ships: what would be uploaded or pulled.'),
    sha256: sha256.describe('SHA-256 of the artifact.'),
    cached: z
      .boolean()
      .describe('True when it came from the cache: `packageNs` is then not what packaging costs.'),
    packageNs: ns.describe('How long packaging took.'),
    details: facts.describe("The runner's own facts: versions, image id, layers."),
  })
  .meta({ id: 'artifact', description: 'What packaging made; one line a subject.' });

export const endSchema = z
  .looseObject({
    kind: z.literal('end').describe('Always `end`.'),
    endedAt: z.iso.datetime().describe('When the run ended, UTC, ISO 8601.'),
    stopReason: z
      .enum(STOP_REASONS)
      .describe(
        '`precision`: every median is known well enough; `blocks`, `budget`: used up; `interrupted`: by the user; `failed`: nothing was left to measure.',
      ),
    completed: count.describe('Completed trials in this file, warm-up blocks included.'),
    failed: count.describe('Failed trials in this file.'),
    skipped: count.describe('Skipped trials in this file.'),
    measuringNs: ns.describe(
      'From the start of the first block to the end of the last; in a merged file, summed over its parts.',
    ),
    insideTrialsNs: ns.describe('The part of it inside completed trials.'),
    harnessPeakRssBytes: bytes
      .nullable()
      .describe('The highest resident set of the harness itself. Null when the system does not tell.'),
    precedingSha256: sha256.describe(
      'SHA-256 of every byte of the file before this value; the last field of the last line.',
    ),
  })
  .meta({ id: 'end', description: 'The last line of a run that ended. Without it the run was cut short.' });

export const recordSchema = z
  .discriminatedUnion('kind', [
    manifestSchema,
    workloadSchema,
    artifactSchema,
    partSchema,
    calibrationSchema,
    trialSchema,
    blockSchema,
    ...STUDY_RECORD_SCHEMAS,
    endSchema,
  ])
  .meta({
    title: 'coldbench result set: one line',
    description: 'One line of a newline-delimited JSON file.',
  });

/** Readers keep fields that they do not know; the types name only those that they do. */
type Known<T> = T extends readonly (infer U)[]
  ? Known<U>[]
  : T extends object
    ? keyof WithoutIndex<T> extends never
      ? T
      : { [K in keyof WithoutIndex<T>]: Known<T[K]> }
    : T;
export type WithoutIndex<T> = { [K in keyof T as string extends K ? never : K]: T[K] };

export type Subject = Known<z.infer<typeof subjectSchema>>;
export type SkippedRunner = Known<z.infer<typeof skippedRunnerSchema>>;
export type Machine = Known<z.infer<typeof machineSchema>>;
export type Plan = Known<z.infer<typeof planSchema>>;
export type PlanPart = Known<z.infer<typeof planPartSchema>>;
export type Merged = Known<z.infer<typeof mergedSchema>>;
export type PartRecord = Known<z.infer<typeof partSchema>>;
export type Manifest = Known<z.infer<typeof manifestSchema>>;
export type WorkloadRecord = Known<z.infer<typeof workloadSchema>>;
export type ArtifactRecord = Known<z.infer<typeof artifactSchema>>;
export type CompletedTrial = Known<z.infer<typeof completedTrialSchema>>;
export type FailedTrial = Known<z.infer<typeof failedTrialSchema>>;
export type Eviction = Known<z.infer<typeof evictionSchema>>;
export type SkippedTrial = Known<z.infer<typeof skippedTrialSchema>>;
export type Trial = Known<z.infer<typeof trialSchema>>;
export type CalibrationRecord = Known<z.infer<typeof calibrationSchema>>;
export type BlockRecord = Known<z.infer<typeof blockSchema>>;
export type EndRecord = Known<z.infer<typeof endSchema>>;
export type StopReason = EndRecord['stopReason'];
export type ResultRecord = Known<z.infer<typeof recordSchema>>;
