import { z } from 'zod';
import { RUNNER_NAMES, type RunnerSpec } from '../../runners/runner.ts';
import { planSchema } from '../model/schema.ts';
import { bytes, seed, sha256 } from '../model/schema-fields.ts';
import { PLAN_MODES } from '../model/schema-part.ts';
import { MOST_PARTS, PART_NAME } from './part-names.ts';

/** Raised when an older coldbench would misread a newer plan. */
export const PLAN_VERSION = 1;

/** As workloads/locate.ts makes them. */
const WORKLOAD_NAME = /^[a-z0-9][a-z0-9-]{0,79}$/;

/** A runner, or one of its variants after a colon. */
const runnerSpec: z.ZodType<RunnerSpec> = z.union([
  z.enum(RUNNER_NAMES),
  z.templateLiteral([z.enum(RUNNER_NAMES), ':', z.string()]),
]);

const plannedWorkloadSchema = z
  .object({
    workload: z.string().regex(WORKLOAD_NAME),
    inputSha256: sha256.describe('Of `inputs/<digest>.json` beside the plan: the event.'),
    inputBytes: bytes,
    handlerSha256: sha256.describe('Of `handlers/<digest>.mjs` beside the plan: the code, bundled.'),
    expectedSha256: sha256
      .nullable()
      .describe('Of the answer that was recorded for this event. Null when none was.'),
  })
  .meta({ id: 'plannedWorkload', description: 'Files are named by digest alone: none can lie elsewhere.' });

const plannedPartSchema = z
  .object({
    part: z.string().regex(PART_NAME).describe('Its name, for `bench --part`.'),
    seed,
    plan: planSchema.describe('What this part does.'),
  })
  .meta({ id: 'plannedPart', description: 'What one machine runs.' });

/**
 * plan.json: everything that a machine has to know to run its part. Nothing in it depends on when or where it was made.
 * Published as results/plan.schema.json; `plan --json` prints it.
 */
export const planFileSchema = z
  .object({
    kind: z.literal('coldbench-plan'),
    version: z.literal(PLAN_VERSION),
    harnessVersion: z.string().describe('Version of coldbench that made it, and that runs it.'),
    mode: z
      .enum(PLAN_MODES)
      .describe('`split`: the parts share the blocks; `replicate`: each part runs all of them.'),
    seed: seed.describe('The seeds of the parts follow from it.'),
    plan: planSchema.describe('What was asked of all parts together (split), or of each (replicate).'),
    runners: z.array(runnerSpec).min(1).describe('Every part needs all of them.'),
    workloads: z.array(plannedWorkloadSchema).min(1),
    labels: z.record(z.string(), z.string()),
    parts: z.array(plannedPartSchema).min(1).max(MOST_PARTS),
  })
  .meta({ title: 'coldbench plan', description: 'What several machines run, each its part.' });

export type PlanFile = z.infer<typeof planFileSchema>;
export type PlannedWorkload = PlanFile['workloads'][number];
