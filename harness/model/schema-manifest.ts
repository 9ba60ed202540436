import { z } from 'zod';
import { burstPlanSchema } from '../studies/burst/schema.ts';
import { densityPlanSchema } from '../studies/density/schema.ts';
import { limitsPlanSchema } from '../studies/limits/schema.ts';
import { loadPlanSchema } from '../studies/load/schema.ts';
import { CONDITIONS } from './conditions.ts';
import { quietnessSchema } from './schema-block.ts';
import {
  count,
  emulated,
  engine,
  isolation,
  ns,
  runner,
  seed,
  startCondition,
  subjectId,
  variant,
  workloadName,
} from './schema-fields.ts';
import { machineSchema } from './schema-machine.ts';
import { mergedSchema, planPartSchema } from './schema-part.ts';

/** Raised when a reader of the old version would misread a new file; extra fields do not raise it. */
export const SCHEMA_VERSION = 1;

export const subjectSchema = z
  .looseObject({
    subject: subjectId,
    workload: workloadName,
    runner,
    variant,
    isolation: isolation.optional(),
    engine: engine.optional(),
    emulated: emulated.optional(),
    condition: startCondition.optional().describe('How its trials begin. Left out for `cold`.'),
  })
  .meta({
    id: 'subject',
    description:
      'What is measured: a workload, packaged by a runner in one of its variants, and started in one way.',
  });

export const skippedRunnerSchema = z
  .looseObject({
    runner,
    variant: variant.optional().describe('The variant that was asked for. Left out for the default.'),
    reason: z.string().describe('Why it cannot work on this machine.'),
    remedy: z.string().describe('What to do about it.'),
  })
  .meta({ id: 'skippedRunner', description: 'A runner that was asked for and is not available.' });

export const planSchema = z
  .looseObject({
    blocks: count.nullable().describe('Measured blocks to run. Null when precision and budget decide.'),
    warmupBlocks: count.describe('Blocks that come first, are kept, and are left out of every summary.'),
    budgetNs: ns
      .nullable()
      .describe('No block begins that would end later than this. Null when only the blocks limit the run.'),
    precision: z
      .number()
      .positive()
      .describe(
        'Half-width of the 95 % interval at which a median is known well enough, as a fraction of the median: 0.02 is 2 %.',
      ),
    warmCalls: count.describe('At most so many warm calls a trial.'),
    warmupShare: z
      .number()
      .min(0)
      .max(1)
      .describe(
        "The part of each trial's warm calls, from the first on, that is warm-up: kept, and left out of summaries.",
      ),
    warmBudgetNs: ns.describe('The warm calls of a trial stop after this long.'),
    strict: z.boolean().describe('True when disturbed blocks are run again.'),
    timeoutNs: ns.describe('A launch, a call or a stop that takes longer makes the trial fail.'),
    load: loadPlanSchema.optional().describe('Of the study `load`. Left out when it was not asked for.'),
    burst: burstPlanSchema.optional().describe('Of the study `burst`. Left out when it was not asked for.'),
    density: densityPlanSchema
      .optional()
      .describe('Of the study `density`. Left out when it was not asked for.'),
    limits: limitsPlanSchema
      .optional()
      .describe('Of the study `limits`. Left out when it was not asked for.'),
  })
  .meta({ id: 'plan', description: 'What was asked for.' });

export const manifestSchema = z
  .looseObject({
    kind: z.literal('manifest').describe('Always `manifest`.'),
    schemaVersion: z
      .literal(SCHEMA_VERSION)
      .describe('Version of this format. Extra fields and kinds do not raise it.'),
    id: z.string().min(1).describe('Identifies the run.'),
    startedAt: z.iso.datetime().describe('When the run began, UTC, ISO 8601.'),
    harnessVersion: z.string().describe('Version of coldbench.'),
    gitCommit: z
      .string()
      .nullable()
      .describe(
        "Commit of coldbench's own checkout, with `-dirty` when files differ from it. Null outside a checkout.",
      ),
    command: z.array(z.string()).describe('The arguments of the command.'),
    seed: seed.describe('Every random choice of the run follows from it.'),
    condition: z
      .literal('cold')
      .describe('`cold`: what every run measures, and what its other conditions are compared with.'),
    conditions: z
      .array(z.enum(CONDITIONS))
      .optional()
      .describe('Every condition that was asked for, `cold` first. Left out when there is no other.'),
    plan: planSchema.describe('The plan of the run.'),
    subjects: z.array(subjectSchema).describe('What is measured; no other subject appears in the file.'),
    skippedRunners: z
      .array(skippedRunnerSchema)
      .describe('Runners that were asked for and are not available.'),
    quietness: quietnessSchema.describe('How quiet the machine was then.'),
    machine: machineSchema.describe('Where it ran.'),
    tools: z.record(z.string(), z.string()).describe('Versions of what makes or measures the artifacts.'),
    guestEnvironment: z.record(z.string(), z.string()).describe('The whole environment of every guest.'),
    labels: z.record(z.string(), z.string()).describe("The user's own notes (`--label key=value`)."),
    part: planPartSchema
      .optional()
      .describe('Which part of which plan the run is (`bench --plan`). Only in the file of a part.'),
    merged: mergedSchema
      .optional()
      .describe('What the file was merged from (`coldbench merge`). Only in a merged file.'),
  })
  .meta({ id: 'manifest', description: 'The first line: what was run, how, where and with what.' });
